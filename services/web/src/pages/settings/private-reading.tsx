import { readPrivately, useReadsPrivately } from '../../state/private-reading.ts';
import { settingWords } from '../../words/settings.ts';
import { Card } from './section.tsx';

export function PrivateReading() {
  const isPrivate = useReadsPrivately();
  return (
    <Card title={settingWords.whatOthersSee}>
      <label className="choice">
        <input
          type="checkbox"
          checked={!isPrivate}
          onChange={({ target }) => readPrivately(!target.checked)}
        />
        {settingWords.showReading}
      </label>
    </Card>
  );
}
