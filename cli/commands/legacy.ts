export { register } from '#migration/command.ts';
