// Says what is wrong with OpenAPI documents: `node validate.js FILE…` prints a line each and ends with 1 if any is invalid.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';

for (const file of process.argv.slice(2)) {
  const result = await new Validator().validate(JSON.parse(readFileSync(file, 'utf8')));
  if (!result.valid) process.exitCode = 1;
  console.log(`${file}: ${result.valid ? 'valid' : JSON.stringify(result.errors).slice(0, 2000)}`);
}
