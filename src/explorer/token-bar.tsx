import { type FormEvent, useState } from 'react';
import { parseToken } from './token';

interface TokenBarProps {
  readonly token: string | undefined;
  readonly notice: string | undefined;
  readonly onChange: (token: string | undefined) => void;
  readonly onNotice: (notice: string) => void;
}

export function TokenBar({ token, notice, onChange, onNotice }: TokenBarProps) {
  return (
    <header className="token-bar">
      {token === undefined ? (
        <TokenForm onToken={onChange} onNotice={onNotice} />
      ) : (
        <p>
          Signed in with the token ending in <code>{token.slice(-4)}</code>
          <button type="button" onClick={() => onChange(undefined)}>
            Forget it
          </button>
        </p>
      )}
      <output aria-live="polite">{notice ?? (token === undefined ? HINT : '')}</output>
    </header>
  );
}

const HINT = 'It is kept in this browser tab only, until you close it.';

function TokenForm({ onToken, onNotice }: { onToken: (token: string) => void; onNotice: (notice: string) => void }) {
  const [pasted, setPasted] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = parseToken(pasted);
    if (token === undefined) onNotice('Paste the whole token: letters, digits and signs, without spaces.');
    else onToken(token);
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor="token">Access token</label>
      <input
        id="token"
        // Not a password field: browsers would offer to save the token. The style sheet hides what is typed.
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
      />
      <button type="submit">Use it</button>
    </form>
  );
}
