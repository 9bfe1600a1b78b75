import { runHalf } from '../harness/half.mjs';

await runHalf(1);
