export {
  Account,
  CreateAccount,
  createAccount,
  getAccount,
  listAccounts,
  UpdateAccount,
  updateAccount,
} from './accounts.ts';
export { getUser, listUsers, resetPassword, UpdateUser, User, updateUser, userByEmail } from './manage.ts';
export { Me, me } from './me.ts';
export {
  ChangePassword,
  changeOwnPassword,
  listOwnSessions,
  personOf,
  revokeOwnSession,
  Session,
} from './own.ts';
export { hashPassword, verifyPassword } from './passwords.ts';
export { principalOfToken, principalOfUser } from './principals.ts';
export { accountReferences } from './references.ts';
export { CreateToken, createToken, listTokens, NewToken, revokeToken, Token } from './tokens.ts';
export {
  CreateUser,
  createUser,
  generatedPassword,
  hasAdministrator,
  SetUp,
  setUpAdministrator,
  type UserRow,
} from './users.ts';
