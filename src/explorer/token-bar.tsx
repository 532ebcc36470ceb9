import { type FormEvent, useState } from 'react';
import { type Credentials, parseAccount, parseToken } from './token';

interface TokenBarProps {
  readonly credentials: Credentials | undefined;
  readonly notice: string | undefined;
  readonly onChange: (credentials: Credentials | undefined) => void;
  readonly onNotice: (notice: string) => void;
}

export function TokenBar({ credentials, notice, onChange, onNotice }: TokenBarProps) {
  return (
    <header className="token-bar">
      {credentials === undefined ? (
        <TokenForm onCredentials={onChange} onNotice={onNotice} />
      ) : (
        <p>
          Signed in with the token ending in <code>{credentials.token.slice(-4)}</code>
          {credentials.account !== undefined && (
            <>
              for the account <code>{credentials.account}</code>
            </>
          )}
          <button type="button" onClick={() => onChange(undefined)}>
            Forget it
          </button>
        </p>
      )}
      <output aria-live="polite">{notice ?? (credentials === undefined ? HINT : '')}</output>
    </header>
  );
}

const HINT =
  'It is kept in this browser tab only, until you close it. With a JWT for several accounts, name one by its id.';

interface TokenFormProps {
  readonly onCredentials: (credentials: Credentials) => void;
  readonly onNotice: (notice: string) => void;
}

function TokenForm({ onCredentials, onNotice }: TokenFormProps) {
  const [pasted, setPasted] = useState('');
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [token, account] = [parseToken(pasted), parseAccount(typed)];
    if (token === undefined) onNotice('Paste the whole token: letters, digits and signs, without spaces.');
    else if (account === undefined) onNotice('Give the account by its id.');
    else onCredentials({ token, ...(account !== null && { account }) });
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor="token">Access token or JWT</label>
      <input
        id="token"
        // Not a password field: browsers would offer to save the token. The style sheet hides what is typed.
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
      />
      <label htmlFor="account">Account, if several</label>
      <input
        id="account"
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit">Use it</button>
    </form>
  );
}
