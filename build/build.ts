/** Started by `npm run build`, and by npm before it packs the package. */
import { compile, declareTypes } from './compile.ts';

await compile();
declareTypes();
