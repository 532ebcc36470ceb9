import type { Values } from '../../store/values.js';

export interface BoardData {
  readonly board: Values;
  /** In their order on the screen; the first one is the default. */
  readonly statuses: readonly (readonly [name: string, more?: Values])[];
  readonly types?: readonly (readonly [name: string, more?: Values])[];
  /** Subtypes with the types they go with; without a list they go with all. */
  readonly subTypes?: readonly (readonly [name: string, types?: readonly string[]])[];
  /** Items with the subtypes they go with, below every type of those; without a list they go with all. */
  readonly items?: readonly (readonly [name: string, subTypes?: readonly string[]])[];
  readonly teams?: readonly string[];
}

const closed: Values = { closedStatus: true, escalationStatus: 'Resolved', statusIndicator: 4 };
const told: Values = { emailTemplate: 1 };
const toldClosed: Values = { ...closed, emailTemplate: 2 };

const office = { location: 1, department: 1 };

/** Boards as an MSP has them. Names such as `New` are on several boards, as in real life: only the board tells which. */
export const BOARDS: readonly BoardData[] = [
  {
    board: {
      ...office,
      name: 'Help Desk',
      sendToContactFlag: true,
      notifyEmailFrom: 'help@msp.example',
      notifyEmailFromName: 'Help Desk',
    },
    statuses: [
      ['New', { ...told, escalationStatus: 'NotResponded' }],
      ['In Progress', { escalationStatus: 'Responded' }],
      ['Waiting on Customer', { escalationStatus: 'Responded' }],
      ['Completed', toldClosed],
      ['Closed without notice', closed],
      ['Escalated (old)', { inactive: true }],
    ],
    types: [['Email'], ['Network'], ['Workstation'], ['Fax', { inactiveFlag: true }]],
    subTypes: [
      ['Spam or phishing', ['Email']],
      ['Delivery failure', ['Email']],
      ['Firewall', ['Network']],
      ['Slow', ['Network', 'Workstation']],
    ],
    items: [
      ['Quarantine release', ['Spam or phishing']],
      ['Mailbox', ['Spam or phishing', 'Delivery failure']],
      ['Replacement', ['Firewall', 'Slow']],
    ],
    teams: ['Service Team', 'Escalation Team'],
  },
  {
    board: { ...office, name: 'Alerts' },
    statuses: [['New'], ['Investigating'], ['Completed', closed], ['Closed by alert', closed]],
    types: [['Alert'], ['Warning']],
    subTypes: [['Mail security'], ['Backup']],
    items: [['Outage'], ['Configuration']],
    teams: ['Monitoring'],
  },
  {
    board: {
      name: 'サービスデスク',
      location: 3,
      department: 1,
      sendToContactFlag: true,
      notifyEmailFrom: 'desk@msp.example',
    },
    statuses: [
      ['新規', { ...told, escalationStatus: 'NotResponded' }],
      ['対応中', { escalationStatus: 'Responded' }],
      ['お客様回答待ち'],
      ['完了', toldClosed],
    ],
    types: [['メール'], ['ネットワーク']],
    subTypes: [
      ['迷惑メール', ['メール']],
      ['送受信障害', ['メール']],
    ],
    items: [['隔離解除', ['迷惑メール']]],
    teams: ['サポートチーム'],
  },
  {
    board: { ...office, name: 'Legacy Support', inactiveFlag: true },
    statuses: [['New'], ['Closed', closed]],
    types: [['General']],
  },
  {
    board: { ...office, name: 'Client Projects', department: 2, projectFlag: true },
    statuses: [['Open'], ['Done', closed]],
    types: [['Onboarding']],
  },
];
