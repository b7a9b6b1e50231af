/** Keeps zod from compiling validators with `new Function`, which the page's content security policy forbids. Import before any schema. */
import { config } from 'zod';

config({ jitless: true });
