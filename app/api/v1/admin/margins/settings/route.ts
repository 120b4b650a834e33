import { MoneyAnswer, moneySettings, setMoneySettings, UpdateMoney } from '#domain/credits/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'getMoneySettings',
    summary: 'What a credit sells for',
    tag: 'Credits',
    access: 'administrator',
    answer: MoneyAnswer,
  },
  (ctx) => moneySettings(ctx),
);

export const PATCH = route(
  {
    operation: 'updateMoneySettings',
    summary: 'Change what a credit sells for, in reports',
    tag: 'Credits',
    access: 'administrator',
    body: UpdateMoney,
    ifMatch: true,
    answer: MoneyAnswer,
  },
  (ctx, { body, expectedVersion }) => setMoneySettings(ctx, { ...body, expectedVersion }),
);
