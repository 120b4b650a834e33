/** What the double knows of Runware's models: price in USD an image and the sizes that the model's page states. */
export interface RunwareModel {
  air: string;
  name: string;
  architecture: string;
  /** USD for one image, by pixels: the last whose limit holds. */
  cost: (pixels: number) => number;
  /** Sizes that are allowed, or null: any multiple of 64 from 128 to 2048. */
  sizes: readonly string[] | null;
}

// Nano Banana Pro takes these sizes alone (Runware, google:4@2, dimensions).
const NANO_BANANA_SIZES = [
  '1024x1024',
  '1264x848',
  '848x1264',
  '1200x896',
  '896x1200',
  '928x1152',
  '1152x928',
  '768x1376',
  '1376x768',
  '1584x672',
  '2048x2048',
  '2528x1696',
  '1696x2528',
  '2400x1792',
  '1792x2400',
  '1856x2304',
  '2304x1856',
  '1536x2752',
  '2752x1536',
  '3168x1344',
  '4096x4096',
  '5096x3392',
  '3392x5096',
  '4800x3584',
  '3584x4800',
  '3712x4608',
  '4608x3712',
  '3072x5504',
  '5504x3072',
  '6336x2688',
];

export const RUNWARE_MODELS: readonly RunwareModel[] = [
  {
    air: 'runware:97@1',
    name: 'HiDream-I1 Full',
    architecture: 'hidreami1',
    cost: (pixels) => (0.009 * pixels) / 1_048_576,
    sizes: null,
  },
  {
    air: 'google:4@2',
    name: 'Nano Banana Pro',
    architecture: 'gemini_3_pro_image',
    cost: (pixels) => (pixels > 8_000_000 ? 0.244 : 0.138),
    sizes: NANO_BANANA_SIZES,
  },
  { air: 'bria:10@1', name: 'Bria 3.2', architecture: 'bria', cost: () => 0.04, sizes: null },
  {
    air: 'runware:101@1',
    name: 'FLUX.1 Dev',
    architecture: 'flux1d',
    cost: (pixels) => (0.0038 * pixels) / 1_048_576,
    sizes: null,
  },
  {
    air: 'runware:400@1',
    name: 'FLUX.2 [dev]',
    architecture: 'flux2dev',
    cost: (pixels) => (0.0085 * pixels) / 1_048_576,
    sizes: null,
  },
  {
    air: 'google:4@3',
    name: 'Nano Banana 2',
    architecture: 'gemini_3_1_flash_image',
    cost: () => 0.067,
    sizes: NANO_BANANA_SIZES,
  },
];
export const runwareModel = (air: unknown): RunwareModel | undefined =>
  RUNWARE_MODELS.find((model) => model.air === air);
