/** `npm run calibrate`: measures which settings the presets of a model should stand for, and from where on sparse wins here. */
import { Command } from 'commander';
import { CALIBRATED_PRESETS } from '../contract/presets.ts';
import { shipCalibration } from '../engine/fidelity/calibrations.ts';
import { EXIT, onInterrupt, runCommand } from './exit.ts';
import { calibrationTable, crossoverText } from './fidelity-report.ts';
import { Measuring } from './measuring.ts';
import { numberFrom, option, parseCommandLine } from './options.ts';

const measuring = new Measuring();
onInterrupt(() => measuring.interrupt());

async function main(): Promise<number> {
  const command = new Command('calibrate')
    .description(
      'Measures what settings of sparse reading lose with a model and chooses its presets by that; then from how many keys on they win.',
    )
    .option('--model <id>', 'a model of the catalogue or a .gguf file', 'starter')
    .option('--again', 'measure though the model is calibrated')
    .option('--ship', 'also write the result to assets/calibrations.json, for everybody');
  option(
    command,
    '--threads <n>',
    'threads for computing; default: the cores of this machine',
    numberFrom(1, 1024, true),
  );
  if (!parseCommandLine(command, process.argv.slice(2))) return EXIT.answered;
  const options = command.opts<{ model: string; again?: boolean; ship?: boolean; threads?: number }>();

  const loaded = await measuring.openModel(options.model, options.threads);
  const calibration = await measuring.calibration(loaded, options.again === true);
  if (options.ship === true) await shipCalibration(calibration);
  process.stdout.write(`${calibrationTable(calibration)}\n`);
  for (const preset of CALIBRATED_PRESETS) {
    const gainKeys = await measuring.gainKeys(loaded, preset, options.again === true);
    process.stdout.write(`${preset}: ${crossoverText(gainKeys)}\n`);
  }
  return EXIT.answered;
}

await runCommand(main, () => measuring.close());
