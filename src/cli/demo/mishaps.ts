import { must, wordsOf } from './client.js';
import { SaveIntegrationSettingsDocument, VerifyCompanyDocument } from './operations.generated.js';
import { connectionOf, type Stage } from './procedure.js';

/** Three things that go wrong on purpose, with the message a person would see. */
export async function goWrong(stage: Stage): Promise<void> {
  await wrongKey(stage);
  await unknownIdentifier(stage);
  await plainHttp(stage);
}

async function wrongKey({ client, narrator, sandbox }: Stage): Promise<void> {
  narrator.step('On purpose: save with a wrong private key');
  const input = { ...connectionOf(sandbox), privateKey: 'not-the-key', isEnabled: true };
  const { saveIntegrationSettings: saved } = await client.run(SaveIntegrationSettingsDocument, { input });
  narrator.answered(refusal(saved?.userErrors, 'a refusal of the key'));
  narrator.answered(
    `the settings from before stay: enabled ${saved?.integration?.isEnabled}, version ${saved?.integration?.version}`,
  );
}

async function unknownIdentifier({ client, narrator }: Stage): Promise<void> {
  narrator.step('On purpose: verify an identifier that does not exist');
  const company = { identifier: 'NoSuchCompany' };
  const { verifyCompany } = await client.run(VerifyCompanyDocument, { input: { company } });
  const { outcome, message } = must(verifyCompany?.verification, wordsOf(verifyCompany?.userErrors));
  if (outcome !== 'NOT_FOUND') throw new Error(`The demo expected NOT_FOUND and got ${outcome}.`);
  narrator.answered(`${outcome}: ${message}`);
}

async function plainHttp({ client, narrator }: Stage): Promise<void> {
  narrator.step('On purpose: enter a site that would send the keys unencrypted');
  narrator.asked('saveIntegrationSettings: site http://psa.example.com');
  const input = { site: 'http://psa.example.com', privateKey: 'entered-again' };
  const { saveIntegrationSettings: saved } = await client.run(SaveIntegrationSettingsDocument, { input });
  narrator.answered(refusal(saved?.userErrors, 'a refusal of plain HTTP'));
}

function refusal(errors: readonly { code: string; message: string }[] | undefined, expected: string): string {
  const words = wordsOf(errors);
  if (words === '') throw new Error(`The demo expected ${expected}, and all went well.`);
  return words;
}
