import { GraphiQL } from 'graphiql';
import { useCallback, useMemo, useState } from 'react';
import { readyTabs } from 'ready-tabs';
import { createFetcher } from './fetcher';
import { createMemoryStorage } from './memory-storage';
import { type Credentials, keptCredentials } from './token';
import { TokenBar } from './token-bar';

const storage = createMemoryStorage();

/** The page: the token's bar above GraphiQL with the ready tabs. */
export function Explorer() {
  const [credentials, setCredentials] = useState(keptCredentials.read);
  const [notice, setNotice] = useState<string>();

  const change = useCallback((next: Credentials | undefined, why?: string) => {
    if (next === undefined) keptCredentials.forget();
    else keptCredentials.write(next);
    setCredentials(next);
    setNotice(why);
  }, []);
  const fetcher = useMemo(() => {
    const onRefused = (why: string) => change(undefined, why);
    return createFetcher(credentials, { onAnswer: setNotice, onRefused });
  }, [credentials, change]);
  return (
    <>
      <TokenBar credentials={credentials} notice={notice} onChange={change} onNotice={setNotice} />
      <GraphiQL
        fetcher={fetcher}
        // Null keeps it from asking for the schema while there is no token.
        schema={credentials === undefined ? null : undefined}
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
