import type { Mails } from '../mails.js';
import type { Controller } from './controller.js';

/** `GET` shows the mails to customers, `DELETE` starts afresh. */
export function mailsControl(mails: Mails): Controller {
  return ({ method }) => {
    if (method === 'DELETE') {
      mails.clear();
    } else if (method !== 'GET') {
      return undefined;
    }
    return {
      count: mails.count,
      entries: mails.entries.map((mail) => ({ ...mail, at: mail.at.toISOString() })),
    };
  };
}
