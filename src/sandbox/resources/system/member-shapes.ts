import { datetime, decimal, flag, oneOfValues, reference, type Shape, text } from '../../store/shape.js';
import type { Values } from '../../store/values.js';

const required = { required: true };
const location = reference('locations', 'System.SystemLocationReference');
const department = reference('departments', 'System.SystemDepartmentReference');
const member = reference('members', 'System.MemberReference');
const place = oneOfValues(['Office', 'Mobile', 'Home'], required);

/** A: API, C: StreamlineIT, F: full, X: subcontractor. */
const LICENSES = oneOfValues(['A', 'C', 'F', 'X'], required);

export const MEMBER: Shape = {
  name: 'member',
  label: 'Member',
  path: '/system/members',
  shownAs: ['identifier', 'name'],
  unique: 'identifier',
  indexed: ['identifier'],
  fields: {
    identifier: text(15, required),
    password: text(60, { writeOnly: true }),
    disableOnlineFlag: flag(),
    licenseClass: LICENSES,
    notes: text(),
    employeeIdentifer: text(10),
    vendorNumber: text(),
    inactiveDate: datetime({ readOnly: true }),
    inactiveFlag: flag({ readOnly: true }),
    lastLogin: text(undefined, { readOnly: true }),
    firstName: text(30, required),
    middleInitial: text(1),
    lastName: text(30, required),
    hireDate: datetime(required),
    country: reference('countries', 'Company.CountryReference'),
    officeEmail: text(250),
    mobileEmail: text(250),
    homeEmail: text(250),
    defaultEmail: place,
    primaryEmail: text(250),
    officePhone: text(15),
    officeExtension: text(10),
    mobilePhone: text(15),
    mobileExtension: text(10),
    homePhone: text(15),
    homeExtension: text(10),
    defaultPhone: place,
    securityRole: reference('securityRoles', 'System.SecurityRoleReference', required),
    title: text(),
    timeZone: reference('timeZoneSetups', 'System.TimeZoneSetupReference'),
    adminFlag: flag(),
    securityLocation: location,
    defaultLocation: location,
    defaultDepartment: department,
    reportsTo: member,
    timeApprover: member,
    expenseApprover: member,
    hourlyCost: decimal(),
    hourlyRate: decimal(),
    dailyCapacity: decimal(),
    serviceDefaultLocation: location,
    serviceDefaultDepartment: department,
    serviceDefaultBoard: reference('boards', 'Service.BoardReference'),
    calendar: reference('calendars', 'System.CalendarReference'),
  },
  defaults: () => ({ inactiveFlag: false, disableOnlineFlag: false, adminFlag: false }),
  derive: ({ values }) => namesOf(values),
};

export const API_MEMBER: Shape = {
  name: 'apiMember',
  label: 'API Member',
  path: '/system/apiMembers',
  shownAs: ['identifier', 'name'],
  unique: 'identifier',
  fields: {
    identifier: text(15, required),
    name: text(30, { requiredOnUpdate: true }),
    emailAddress: text(250),
    inactiveFlag: flag(),
    inactiveDate: datetime({ readOnly: true }),
    timeZone: reference('timeZoneSetups', 'System.TimeZoneSetupReference'),
    securityRole: reference('securityRoles', 'System.SecurityRoleReference'),
    securityLocation: location,
    defaultLocation: location,
    defaultDepartment: department,
    salesDefaultLocation: location,
    serviceDefaultBoard: reference('boards', 'Service.BoardReference'),
    notes: text(),
    blockPriceFlag: flag(),
    blockCostFlag: flag(),
  },
  defaults: () => ({ inactiveFlag: false, blockPriceFlag: false, blockCostFlag: false }),
  derive: ({ values, before, author }) => ({
    ...apiMember(String(values['name'] ?? values['identifier'] ?? ''), author.at),
    hireDate: before?.['hireDate'] ?? author.at,
    inactiveDate: values['inactiveFlag'] === true ? (before?.['inactiveDate'] ?? author.at) : null,
  }),
};

/** What an API member is as a member: it has no licence, and its one name stands for both. */
export function apiMember(name: string, hireDate: number): Values {
  const [firstName = '', ...rest] = name.split(' ');
  const places = { defaultEmail: 'Office', defaultPhone: 'Office' };
  return {
    licenseClass: 'A',
    name,
    fullName: name,
    firstName,
    lastName: rest.join(' ') || firstName,
    hireDate,
    ...places,
  };
}

/** Both names in one: what references show of a member, and what light lists do. */
export function namesOf(values: Values): Values {
  const name = [values['firstName'], values['lastName']].filter(Boolean).join(' ');
  return { name, fullName: name };
}
