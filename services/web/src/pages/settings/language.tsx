import { useEffect, useId, useRef, useState } from 'react';
import {
  browserLanguage,
  chooseDates,
  chooseLanguage,
  chosenDates,
  chosenLanguage,
  DATE_LOCALES,
  languageLocale,
} from '../../words/language.ts';
import { languages, type Language as Name, nameOf } from '../../words/languages.ts';
import { settingWords } from '../../words/settings.ts';
import { Card } from './section.tsx';

/** Another language renders the page anew: then the focus returns to the choice. */
let hasJustChosen = false;

/** The language of the page, and how it writes dates. */
export function Language() {
  const chosen = chosenLanguage();
  const select = useRef<HTMLSelectElement>(null);
  const id = useId();
  useEffect(() => {
    if (hasJustChosen) select.current?.focus();
    hasJustChosen = false;
  }, []);
  const choose = (language: string) => {
    hasJustChosen = true;
    void chooseLanguage(language === '' ? undefined : (language as Name));
  };
  return (
    <Card title={settingWords.languageAndDates}>
      <div className="field">
        <label htmlFor={id}>{settingWords.language}</label>
        <select
          ref={select}
          id={id}
          className="settings-select"
          defaultValue={chosen ?? ''}
          onChange={({ target }) => choose(target.value)}
        >
          <option value="">{settingWords.asBrowser(nameOf(browserLanguage()))}</option>
          {languages.map((language) => (
            <option key={language} value={language} lang={language}>
              {nameOf(language)}
            </option>
          ))}
        </select>
        <p className="field-hint">{settingWords.languageMeans}</p>
      </div>
      <Dates />
    </Card>
  );
}

/** Each way to write a date and a time is shown by an example. */
function Dates() {
  const [chosen, setChosen] = useState(chosenDates() ?? '');
  const id = useId();
  const choose = (locale: string) => {
    chooseDates(locale || undefined);
    setChosen(locale);
  };
  return (
    <div className="field">
      <label htmlFor={id}>{settingWords.dates}</label>
      <select
        id={id}
        className="settings-select"
        value={chosen}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">{settingWords.asLanguage(exampleIn(languageLocale()))}</option>
        {DATE_LOCALES.map((locale) => (
          <option key={locale} value={locale}>
            {exampleIn(locale)}
          </option>
        ))}
      </select>
    </div>
  );
}

function exampleIn(locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format();
}
