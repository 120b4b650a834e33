export { Me, me } from './me.ts';
export { hashPassword, verifyPassword } from './passwords.ts';
export { principalOfToken, principalOfUser } from './principals.ts';
export { CreateUser, createUser, hasAdministrator, SetUp, setUpAdministrator, type UserRow } from './users.ts';
