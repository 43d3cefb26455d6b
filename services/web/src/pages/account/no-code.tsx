import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plainWords } from '../../api/plain-words.ts';
import { configuration } from '../../net/configuration.ts';
import { accountWords } from '../../words/account.ts';

interface Props {
  email: string;
  /** Sends another code. */
  resend: () => Promise<void>;
}

/** Help without a code: resends it, or on the local cloud, which sends no mail, shows the command that prints it. */
export function NoCode({ email, resend }: Props) {
  const { data } = useQuery({ queryKey: ['configuration'], queryFn: configuration });
  return (
    <div className="form-more">
      {data?.codeCommand ? (
        <p>
          {accountWords.localCloud} <code>{`${data.codeCommand} ${email || accountWords.anyEmail}`}</code>
        </p>
      ) : (
        <Resend email={email} resend={resend} />
      )}
    </div>
  );
}

function Resend({ email, resend }: Props) {
  const [told, setTold] = useState('');
  const again = () =>
    resend()
      .then(() => setTold(accountWords.codeOnItsWay))
      .catch((error) => setTold(plainWords(error)));
  return (
    <>
      <button type="button" className="button button-quiet" disabled={!email} onClick={again}>
        {accountWords.sendAnotherCode}
      </button>
      <p role="status">{told}</p>
    </>
  );
}
