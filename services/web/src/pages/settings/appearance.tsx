import { chooseTheme, type Theme, themes, useTheme } from '../../design/theme.ts';
import { settingWords } from '../../words/settings.ts';
import { Card } from './section.tsx';

export function Appearance() {
  const chosen = useTheme();
  const names: Record<Theme, string> = {
    system: settingWords.system,
    light: settingWords.light,
    dark: settingWords.dark,
  };
  return (
    <Card title={settingWords.theme}>
      <fieldset className="themes">
        <legend className="visually-hidden">{settingWords.theme}</legend>
        {themes.map((theme) => (
          <label key={theme} className="theme">
            <input type="radio" name="theme" checked={theme === chosen} onChange={() => chooseTheme(theme)} />
            <span className={`theme-sample theme-sample-${theme}`} aria-hidden="true" />
            {names[theme]}
          </label>
        ))}
      </fieldset>
    </Card>
  );
}
