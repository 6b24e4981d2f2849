import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportCounterfeits } from '../../pipeline/experiments/counterfeits/counterfeitsSection.ts';
import { reportHints } from '../../pipeline/experiments/hints/hintsSection.ts';
import type { ReportPart } from '../../pipeline/experiments/reportPart.ts';
import { experimentCsvs, ideasCsv, modelsCsv } from '../../pipeline/report/tablesCsv.ts';
import { listAxes } from '../../pipeline/study/grid.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';
import { allowFlips, makeCounterfeits, makeHints, makeTriedFlips } from '../experiments/madeExperiments.ts';
import { makeStudy, SINGLE_SHAPE } from './fixture.ts';

const { models, ideas } = makeStudy(SINGLE_SHAPE);
const AXES = ['hidden', 'batch'] as const;
const model = models[0]!;
const idea: IdeaRow = {
  ...ideas[3]!,
  energy: 12.3456789,
  recognisability: 1 / 3,
  recognisabilityMasked: 0.5,
};

const kde = idea.readings.kde!;

/** Counterfeits of so many flips against the model. */
const forge = (flips: (number | null)[]) =>
  reportCounterfeits(
    [{ model: model.model, record: makeTriedFlips(flips), scores: null }],
    allowFlips(makeStudy(SINGLE_SHAPE)),
  );

describe('modelsCsv', () => {
  it('writes one row a model under the fixed header', () => {
    const row = { ...model, trainLoss: 0.0123456789, testAccuracy: 0.9826, recognisability: 0.25 };
    const withMask = { ...row, recognisabilityMasked: 0.75 };
    expect(modelsCsv({ models: [withMask], parts: [forge([null])] }, AXES)).toBe(
      'model,cell,hidden,batch,seed,epochs,updates,train_loss,test_accuracy,recognisability,recognisability_masked,median_flips\n' +
        'h784-b1000-s0,h784-b1000,784,1000,0,1,60,0.01234568,0.9826,0.25,0.75,\n',
    );
  });

  it('ends a row with the median of flips', () => {
    expect(modelsCsv({ models: [model], parts: [forge([6, 7])] }, AXES)).toMatch(/,6\.5\n$/);
  });

  it('writes the header alone for no model', () => {
    expect(modelsCsv({ models: [], parts: [] }, AXES).split('\n')).toHaveLength(2);
  });

  it('keeps six significant digits of any number', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (trainLoss) => {
        const [row] = parse<{ train_loss: string }>(
          modelsCsv({ models: [{ ...model, trainLoss }], parts: [] }, AXES),
          {
            columns: true,
          },
        );
        expect(Math.abs(Number(row!.train_loss) / trainLoss - 1)).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('ideasCsv', () => {
  it('writes one row an idea, with columns for its judge and nothing where it has no typicality', () => {
    expect(
      ideasCsv(
        [
          {
            ...idea,
            judges: { kde: 0.5 },
            readings: { kde: { ...kde, forcedChoice: 0.625, notDigit: 0.2 } },
          },
        ],
        AXES,
      ),
    ).toBe(
      'model,cell,hidden,batch,seed,method,digit,restart,energy,evaluations,certified,recognisability,' +
        'recognisability_masked,panel_minimum,judge_kde,forced_kde,not_digit_kde,typicality_kde,top_kde,ink,' +
        'components,edge_length,ssim_to_class_mean,score_version\n' +
        'h784-b1000-s0,h784-b1000,784,1000,0,coordinate,3,0,12.34568,3136,true,0.3333333,' +
        '0.5,0.5,0.5,0.625,0.2,,3,0.5,9,300,0.125,kde-1-0123abcd\n',
    );
  });

  it('gives every judge a column of each kind, by name, and quotes what needs it', () => {
    const panel = {
      ...idea,
      method: 'a,b',
      judges: { mixture: 0.25, kde: 0.5 },
      readings: { mixture: { ...kde, typicality: 0.125, top: 8 }, kde },
    };
    const csv = ideasCsv([panel, idea], AXES);
    expect(csv).toContain(
      'panel_minimum,judge_kde,judge_mixture,forced_kde,forced_mixture,not_digit_kde,not_digit_mixture,' +
        'typicality_kde,typicality_mixture,top_kde,top_mixture,ink',
    );
    const rows = parse<Record<string, string>>(csv, { columns: true });
    expect(rows[0]).toMatchObject({
      method: 'a,b',
      panel_minimum: '0.25',
      judge_mixture: '0.25',
      typicality_mixture: '0.125',
      top_mixture: '8',
    });
    expect(rows[1]).toMatchObject({ judge_mixture: '', typicality_mixture: '', top_mixture: '' });
  });

  it('writes no time', () => {
    expect(ideasCsv([idea], AXES).split('\n')[0]).not.toMatch(/time|ms|seconds|date/);
  });
});

describe('experimentCsvs', () => {
  const linesOf = (part: ReportPart, name: string) => experimentCsvs([part], AXES)[name]!.split('\n');

  it('writes hints one row a source and number of pixels', () => {
    // Of 4 images after 64 pixels of the class mean 2 are read right.
    const lines = linesOf(reportHints([{ model: model.model, ...makeHints() }]), 'hints');
    expect(lines[0]).toBe('model,cell,hidden,batch,seed,source,pixels,images,recognised');
    expect(lines).toHaveLength(1 + 9 + 1);
    expect(lines).toContain('h784-b1000-s0,h784-b1000,784,1000,0,mean,64,4,2');
  });

  it('writes counterfeits one row a number of flips, and nothing where the judges were not asked', () => {
    expect(linesOf(forge([1, null, null]), 'counterfeits').slice(0, 3)).toEqual([
      'model,cell,hidden,batch,seed,flips,unbroken,unbroken_judged',
      'h784-b1000-s0,h784-b1000,784,1000,0,0,1,',
      'h784-b1000-s0,h784-b1000,784,1000,0,1,0.6666667,',
    ]);
  });

  it('writes what the judges say where they were asked', () => {
    const asked = { model: model.model, ...makeCounterfeits() };
    const part = reportCounterfeits([asked], allowFlips(makeStudy(SINGLE_SHAPE)));
    // All three images are broken at 5 flips; the judges have noticed all but the first of them.
    expect(linesOf(part, 'counterfeits')[6]).toBe('h784-b1000-s0,h784-b1000,784,1000,0,5,0,0.6666667');
  });
});

describe('every table', () => {
  const study = makeStudy({
    ...SINGLE_SHAPE,
    further: { optimizer: ['sgd'], trainImages: [null], epochs: [1] },
  });
  const axes = listAxes(study.config.grid);

  it('has a column for each axis of the study, and epochs once', () => {
    const [header, row] = modelsCsv(study, axes).split('\n');
    expect(header!.split(',').slice(0, 8)).toEqual([
      ...['model', 'cell', 'hidden', 'batch', 'optimizer', 'epochs', 'train_images', 'seed'],
    ]);
    expect(header!.match(/epochs/g)).toHaveLength(1);
    expect(row).toMatch(/^h784-b1000-opt_sgd-e1-n_all-s0,h784-b1000-opt_sgd-e1-n_all,784,1000,sgd,1,,0,60,/);
    expect(ideasCsv(study.ideas, axes)).toContain(',784,1000,sgd,1,,0,coordinate,3,');
  });
});
