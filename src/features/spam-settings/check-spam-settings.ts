import { FailureCode, type ProblemList } from '../../shared/failure.js';
import type { InstanceId } from '../../shared/ids.js';
import type { Secret } from '../../shared/secret.js';
import { isPrintable } from '../../shared/text.js';
import { isTimeZone } from '../accounts/account.js';
import { SpamRoute, type SpamRouteChoice, type StoredSpamSettings } from './spam-settings.js';

/** A login as a person enters it. */
export interface TypedLogin {
  readonly name: string;
  readonly password: Secret | undefined;
}

/** As long as ConnectWise's own fields. */
const MOST = { solutionName: 30, name: 50, password: 50 } as const;

export interface TypedValues {
  readonly day: number;
  readonly hour: number;
  readonly timeZone: string | null;
  readonly solutionName: string | undefined;
}

/** Checks the form of everything that is there. */
export function checkValues({ day, hour, timeZone, solutionName }: TypedValues, problems: ProblemList): void {
  if (day < 1 || day > 31) problems.add('day', 'This takes 1 to 31.');
  if (hour < 0 || hour > 23) problems.add('hour', 'This takes 0 to 23.');
  if (timeZone !== null && !isTimeZone(timeZone)) {
    problems.add('timeZone', 'Give an IANA time zone such as Europe/Berlin.');
  }
  if (solutionName !== undefined)
    checkText(['solutionName'], { text: solutionName, most: MOST.solutionName }, problems);
}

export function checkLogin({ name, password }: TypedLogin, problems: ProblemList): void {
  if (name === '') problems.add(['login', 'name'], 'Enter the name of the integrator login.');
  else checkText(['login', 'name'], { text: name, most: MOST.name }, problems);
  const secret = password?.reveal() ?? '';
  if (secret === '') problems.add(['login', 'password'], 'Enter the password of the integrator login.');
  else checkText(['login', 'password'], { text: secret, most: MOST.password }, problems);
}

/** What an account has of what routes need. */
export interface RouteGround {
  readonly settings: Pick<StoredSpamSettings, 'solutionName' | 'loginName' | 'loginInstanceId'> | undefined;
  readonly instanceId: InstanceId | undefined;
  readonly hasTicketing: boolean;
}

type RouteFields = Readonly<Record<'route' | 'solutionName' | 'login', string>>;

/** Whether a route can be gone at all; `fields` says where what is missing would be entered. */
export function checkRoute(
  route: SpamRouteChoice,
  { settings, instanceId, hasTicketing }: RouteGround,
  { fields, problems }: { readonly fields: RouteFields; readonly problems: ProblemList },
): void {
  const missing = (field: keyof RouteFields, message: string) =>
    problems.add(fields[field], message, FailureCode.NOT_CONFIGURED);
  if (route === SpamRoute.TICKET && !hasTicketing) {
    missing('route', 'Reports as tickets go where tickets go. Save the ticketing settings first.');
  }
  if (route !== SpamRoute.NATIVE_STATISTICS) return;
  if (settings?.solutionName === undefined) {
    missing(
      'solutionName',
      "ConnectWise's own statistics need the name of the management solution they are kept under.",
    );
  }
  if (settings?.loginName === undefined) {
    missing('login', "ConnectWise's own statistics need an integrator login.");
  } else if (settings.loginInstanceId !== instanceId) {
    missing('login', 'The integrator login was entered for another ConnectWise. Enter it again.');
  }
}

function checkText(
  field: readonly string[],
  { text, most }: { readonly text: string; readonly most: number },
  problems: ProblemList,
): void {
  if (text.length > most) problems.add(field, `At most ${most} characters are accepted.`);
  else if (!isPrintable(text)) problems.add(field, 'Control characters are not accepted.');
}
