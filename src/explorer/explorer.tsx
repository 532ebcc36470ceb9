import { GraphiQL } from 'graphiql';
import { useCallback, useMemo, useState } from 'react';
import { readyTabs } from 'ready-tabs';
import { createFetcher } from './fetcher';
import { createMemoryStorage } from './memory-storage';
import { keptToken } from './token';
import { TokenBar } from './token-bar';

const storage = createMemoryStorage();

/** The page: the token's bar above GraphiQL with the ready tabs. */
export function Explorer() {
  const [token, setToken] = useState(keptToken.read);
  const [notice, setNotice] = useState<string>();

  const changeToken = useCallback((next: string | undefined, why?: string) => {
    if (next === undefined) keptToken.forget();
    else keptToken.write(next);
    setToken(next);
    setNotice(why);
  }, []);
  const fetcher = useMemo(() => {
    const onRefused = (why: string) => changeToken(undefined, why);
    return createFetcher(token, { onAnswer: setNotice, onRefused });
  }, [token, changeToken]);
  return (
    <>
      <TokenBar token={token} notice={notice} onChange={changeToken} onNotice={setNotice} />
      <GraphiQL
        fetcher={fetcher}
        // Null keeps it from asking for the schema while there is no token.
        schema={token === undefined ? null : undefined}
        defaultTabs={readyTabs}
        defaultEditorToolsVisibility="variables"
        isHeadersEditorEnabled={false}
        shouldPersistHeaders={false}
        storage={storage}
      >
        <GraphiQL.Logo>
          <span className="logo">psa-bridge</span>
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}
