import { useState } from 'react';
import {
  canNotify,
  isNotifying,
  showTexts,
  switchOff,
  switchOn,
  useNotificationSettings,
} from '../../state/notification-settings.ts';
import { notificationWords } from '../../words/notifications.ts';
import { Card, Section } from './section.tsx';

/** Whether this device tells of new messages, and of their texts. */
export function NotificationSettings() {
  const { showsText } = useNotificationSettings();
  const [isDenied, setDenied] = useState(isRefused);
  const isOn = isNotifying();
  const change = async (wanted: boolean) => {
    await (wanted ? switchOn() : switchOff());
    setDenied(isRefused());
  };
  return (
    <Section title={notificationWords.notifications}>
      <Card title={notificationWords.onThisDevice}>
        {canNotify() ? (
          <>
            <label className="choice">
              <input type="checkbox" checked={isOn} onChange={({ target }) => void change(target.checked)} />
              {notificationWords.tellMe}
            </label>
            <label className="choice">
              <input
                type="checkbox"
                checked={showsText}
                disabled={!isOn}
                onChange={({ target }) => void showTexts(target.checked)}
              />
              {notificationWords.showTexts}
            </label>
            {isDenied && <p className="quiet">{notificationWords.areBlocked}</p>}
          </>
        ) : (
          <p className="quiet">{notificationWords.areNotSupported}</p>
        )}
      </Card>
    </Section>
  );
}

const isRefused = () => canNotify() && Notification.permission === 'denied';
