import type { RegistrySnapshot } from '#domain/models/index.ts';
import type { Small } from '../sources/read.ts';
import { type Fault, type Found, fault, type Severity } from './fault.ts';

/** What is wrong with models and their prices: defaults, figures that differ between places, fees that no model explains. Pure. */
export function modelFaults(
  { models, costs, constants, globals }: Small,
  snapshot: RegistrySnapshot,
): Fault[] {
  const of = (code: string, severity: Severity, what: string, cure: string): Found => ({
    code,
    severity,
    table: 'models',
    what,
    cure,
  });
  const here = new Map([...snapshot.models.values()].map((model) => [model.modelName, model]));
  const standing = (type: string) =>
    [...snapshot.models.values()].find((model) => model.modelType === type && model.isDefault);
  const faults: Fault[] = [];
  for (const type of ['text', 'image'] as const) {
    const defaults = models.filter((model) => model.model_type === type && model.is_default);
    if (defaults.length > 1)
      faults.push(
        ...fault(
          of(
            'two_defaults',
            'high',
            `${defaults.length} ${type} models are the default at once: ${defaults.map((model) => model.model_name).join(', ')}.`,
            `One default a type; here it is ${standing(type)?.modelName ?? 'not chosen yet'}.`,
          ),
          defaults.map((model) => model.pk),
        ),
      );
    else if (defaults.length === 0 && models.some((model) => model.model_type === type))
      faults.push(
        ...fault(
          of(
            'no_default',
            'medium',
            `No ${type} model is the default.`,
            `Here it is ${standing(type)?.modelName ?? 'not chosen yet'}.`,
          ),
          ['-'],
        ),
      );
  }
  const meant = standing('text')?.modelName;
  faults.push(
    ...fault(
      {
        code: 'wrong_default',
        severity: 'high',
        table: 'globals',
        what: `The platform's text model is ${globals[0]?.openai_model} where ${meant} is meant.`,
        cure: `The registry's default ${meant} serves; who chose another keeps it.`,
      },
      globals.filter((row) => meant !== undefined && row.openai_model !== meant).map((row) => row.pk),
    ),
  );
  for (const row of models) {
    const rates = constants?.MODEL_RATES[row.model_name];
    const image = constants?.IMAGE_MODEL_RATES[row.model_name];
    const places: [string, string | null, number | undefined][] = [
      ['USD per million input tokens', row.input_cost_per_1m, rates?.input],
      ['USD per million output tokens', row.output_cost_per_1m, rates?.output],
      ['USD per image', row.cost_per_image, image],
    ];
    for (const [figure, table, code] of places)
      if (table !== null && code !== undefined && Number(table) !== code)
        faults.push(
          ...fault(
            of(
              'priced_twice',
              'high',
              `${row.model_name} costs ${Number(table)} ${figure} in the table and ${code} in the code.`,
              'The registry has one price for each model; see its page.',
            ),
            [row.pk],
          ),
        );
    const ours = here.get(row.model_name);
    const differs =
      ours &&
      [
        ['input', row.input_cost_per_1m, ours.inputCostPerMtok],
        ['output', row.output_cost_per_1m, ours.outputCostPerMtok],
        ['image', row.cost_per_image, ours.costPerImage],
      ].filter(([, old, now]) => old != null && now != null && Number(old) !== Number(now));
    if (differs && differs.length > 0)
      faults.push(
        ...fault(
          of(
            'cost_differs_here',
            'low',
            `${row.model_name}: provider cost ${differs.map(([name, old, now]) => `${name} ${Number(old)} there, ${Number(now)} here`).join('; ')}.`,
            "The registry's figure stays; correct it on the model's page if it is wrong.",
          ),
          [row.pk],
        ),
      );
    if (constants && row.is_active && rates === undefined && image === undefined)
      faults.push(
        ...fault(
          of(
            'rate_missing',
            'medium',
            `${row.model_name} is active and the code has no rate for it: its cost was guessed.`,
            'The registry has its cost.',
          ),
          [row.pk],
        ),
      );
  }
  const names = new Set(models.map((model) => model.model_name));
  const strays = [
    ...Object.keys(constants?.MODEL_RATES ?? {}),
    ...Object.keys(constants?.IMAGE_MODEL_RATES ?? {}),
  ].filter((name) => !names.has(name));
  faults.push(
    ...fault(
      {
        code: 'constant_without_model',
        severity: 'low',
        table: 'constants',
        what: `The code prices models that are in no table: ${strays.join(', ')}.`,
        cure: 'Nothing uses them; they are not imported.',
      },
      strays,
    ),
  );
  const perToken = costs.filter((cost) => cost.is_active && (cost.tokens_per_credit ?? 0) > 0);
  if (new Set(perToken.map((cost) => cost.tokens_per_credit)).size > 1)
    faults.push(
      ...fault(
        {
          code: 'priced_by_operation',
          severity: 'high',
          table: 'costs',
          what: `The same model costs differently by operation: ${perToken.map((cost) => `${cost.operation_type} ${cost.tokens_per_credit} tokens a credit`).join(', ')}.`,
          cure: "From phase 4 on the model's price counts, whatever the operation.",
        },
        perToken.map((cost) => cost.pk),
      ),
    );
  const flat = costs.filter((cost) => cost.is_active && cost.unit === 'per_request');
  faults.push(
    ...fault(
      {
        code: 'flat_fee',
        severity: 'medium',
        table: 'costs',
        what: `Operations at a fixed fee, whatever the model and length: ${flat.map((cost) => cost.operation_type).join(', ')}.`,
        cure: "They are charged by the model's tokens; the impact report shows by how much.",
      },
      flat.map((cost) => cost.pk),
    ),
  );
  return faults;
}
