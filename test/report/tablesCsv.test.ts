import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportCounterfeits } from '../../pipeline/experiments/counterfeits/counterfeitsSection.ts';
import { reportHints } from '../../pipeline/experiments/hints/hintsSection.ts';
import { defineTable, type ReportPart } from '../../pipeline/experiments/reportPart.ts';
import * as tables from '../../pipeline/report/tablesCsv.ts';
import { parseStudyConfig } from '../../pipeline/study/config.ts';
import { listAxes } from '../../pipeline/study/grid.ts';
import { listSideModels, listTableAxes } from '../../pipeline/study/sideModels.ts';
import type { IdeaRow } from '../../pipeline/study/tables.ts';
import { COUNTERFEIT_STUDY, makeHints, makeTriedFlips } from '../experiments/madeExperiments.ts';
import { makeCheck, makeStudy, SINGLE_SHAPE } from './fixture.ts';

/** A table whose parts are put together. */
const textOf = (parts: Iterable<string>) => [...parts].join('');
const modelsCsv = (...given: Parameters<typeof tables.modelsCsv>) => textOf(tables.modelsCsv(...given));
const ideasCsv = (...given: Parameters<typeof tables.ideasCsv>) => textOf(tables.ideasCsv(...given));
const experimentCsvs = (...given: Parameters<typeof tables.experimentCsvs>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tables.experimentCsvs(...given)).map(([name, parts]) => [name, textOf(parts)]),
  );

const { models, ideas, check } = makeStudy(SINGLE_SHAPE);
const AXES = ['hidden', 'batch'] as const;
const model = models[0]!;
const idea: IdeaRow = {
  ...ideas[3]!,
  energy: 12.3456789,
  recognisability: 1 / 3,
};

const { masked, whole, framed } = idea.readings;
const cnn = masked.judges.cnn!;

/** The scores of a model as models.csv has them, each another. */
const MEANS = {
  recognisability: 0.25,
  recognisabilityWhole: 0.75,
  recognisabilityFramed: 0.5,
  recognisabilityMuchNoise: 0.375,
  forcedChoice: 0.875,
  families: { shape: 0.125, network: 0.625 },
  judges: { cnn: 0.0625 },
};

describe('modelsCsv', () => {
  it('writes one row a model under the fixed header', () => {
    const row = { ...model, ...MEANS, trainLoss: 0.0123456789, testAccuracy: 0.9826 };
    expect(modelsCsv({ models: [row], parts: [], check }, AXES)).toBe(
      'model,cell,hidden,batch,seed,epochs,updates,train_loss,test_accuracy,recognisability,recognisability_whole,' +
        'recognisability_framed,recognisability_much_noise,forced_choice,judges_right,scores_hold,family_network,' +
        'family_shape,judge_cnn\n' +
        'h784-b1000-s0,h784-b1000,784,1000,0,1,60,0.01234568,0.9826,0.25,0.75,0.5,0.375,0.875,0.968,true,0.625,0.125,0.0625\n',
    );
  });

  it('ends a row with what experiments found of the model, and nothing where they found nothing', () => {
    const found = reportCounterfeits(
      [{ model: model.model, record: makeTriedFlips([6, 7]), scores: null }],
      COUNTERFEIT_STUDY,
    );
    const other = { ...model, model: { ...model.model, name: 'another' } };
    const csv = modelsCsv({ models: [model, other], parts: [found], check }, AXES);
    expect(csv.split('\n').map((line) => line.split(',').at(-1))).toEqual(['median_flips', '6.5', '', '']);
  });

  it('writes the header alone for no model', () => {
    expect(modelsCsv({ models: [], parts: [], check }, AXES).split('\n')).toHaveLength(2);
  });

  it('keeps six significant digits of any number', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (trainLoss) => {
        const [row] = parse<{ train_loss: string }>(
          modelsCsv({ models: [{ ...model, trainLoss }], parts: [], check }, AXES),
          {
            columns: true,
          },
        );
        expect(Math.abs(Number(row!.train_loss) / trainLoss - 1)).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('scores that do not hold', () => {
  const lastOf = (csv: string) => csv.trim().split('\n').at(-1);

  it.each([
    [makeCheck(0.8), '0.8,true'],
    [makeCheck(0.798), '0.798,false'],
    [null, ','],
  ])('are marked as such, and kept, in both tables: case %#', (own, columns) => {
    const row = { ...model, ...MEANS };
    expect(lastOf(modelsCsv({ models: [row], parts: [], check: own }, AXES))).toContain(
      `,0.25,0.75,0.5,0.375,0.875,${columns},`,
    );
    const read = { ...idea, readings: { masked: { ...masked, forcedChoice: 0.5 }, whole, framed } };
    expect(lastOf(ideasCsv({ ideas: [read], check: own }, AXES))).toContain(`,0.5,${columns},`);
  });
});

describe('ideasCsv', () => {
  it('writes one row an idea, with columns for its judge and nothing where it has no typicality', () => {
    const judged = {
      ...idea,
      judges: { cnn: 0.5 },
      readings: {
        masked: {
          score: { little: 1 / 3, much: 0.75 },
          ...{ forcedChoice: 0.875, notDigit: 0.25, families: { network: 0.5 }, without: {} },
          judges: { cnn: { ...cnn, forcedChoice: 0.625, notDigit: 0.2 } },
        },
        whole: { ...whole, score: { little: 0.125, much: 1 } },
        framed: { ...framed, score: { little: 0.0625, much: 1 } },
      },
    };
    expect(ideasCsv({ check, ideas: [judged] }, AXES)).toBe(
      'model,cell,hidden,batch,seed,method,digit,restart,energy,evaluations,certified,recognisability,' +
        'recognisability_whole,recognisability_framed,recognisability_much_noise,forced_choice,judges_right,scores_hold,' +
        'family_network,family_minimum,judge_cnn,forced_cnn,not_digit_cnn,typicality_cnn,top_cnn,ink,' +
        'components,edge_length,ssim_to_class_mean,score_version\n' +
        'h784-b1000-s0,h784-b1000,784,1000,0,coordinate,3,0,12.34568,3136,true,0.3333333,' +
        '0.125,0.0625,0.75,0.875,0.968,true,0.5,0.5,0.5,0.625,0.2,,3,0.5,9,300,0.125,cnn-1-0123abcd\n',
    );
  });

  it('gives every family and judge a column of each kind, by name, and quotes what needs it', () => {
    const panel = {
      ...idea,
      method: 'a,b',
      judges: { mixture: 0.25, cnn: 0.5 },
      readings: {
        ...idea.readings,
        masked: {
          ...masked,
          families: { network: 0.5, density: 0.25 },
          judges: { mixture: { ...cnn, typicality: 0.125, top: 8 }, cnn },
        },
      },
    };
    const csv = ideasCsv({ ideas: [panel, idea], check }, AXES);
    expect(csv).toContain(
      'family_density,family_network,family_minimum,judge_cnn,judge_mixture,forced_cnn,forced_mixture,not_digit_cnn,' +
        'not_digit_mixture,typicality_cnn,typicality_mixture,top_cnn,top_mixture,ink',
    );
    const rows = parse<Record<string, string>>(csv, { columns: true });
    expect(rows[0]).toMatchObject({
      method: 'a,b',
      family_minimum: '0.25',
      judge_mixture: '0.25',
      typicality_mixture: '0.125',
      top_mixture: '8',
    });
    expect(rows[1]).toMatchObject({ family_density: '', judge_mixture: '', typicality_mixture: '' });
  });

  it('writes no time', () => {
    expect(ideasCsv({ ideas: [idea], check }, AXES).split('\n')[0]).not.toMatch(/time|ms|seconds|date/);
  });
});

describe('models beside the grid', () => {
  const config = parseStudyConfig(
    {
      name: 'controlled',
      grid: { hidden: [784], batch: [1000], seeds: [0] },
      controls: { enabled: true },
      doses: { inputNoise: [0.2] },
    },
    'test',
  );
  const axes = listTableAxes(config);
  const [shuffled, noise] = listSideModels(config);
  const fieldsOf = (csv: string) => parse<Record<string, string>>(csv, { columns: true });

  it('are rows that say what they are there for, with a column for what they do not share with the grid', () => {
    const rows = [model, ...[shuffled!, noise!].map((side) => ({ ...model, model: side }))];
    const fields = fieldsOf(modelsCsv({ models: rows, parts: [], check }, axes));
    expect(Object.keys(fields[0]!).slice(0, 8)).toEqual([
      ...['model', 'cell', 'hidden', 'batch', 'input_noise', 'label_shuffle', 'seed', 'part'],
    ]);
    expect(fields.map((row) => [row.model, row.input_noise, row.label_shuffle, row.part])).toEqual([
      ['h784-b1000-s0', '0', '0', 'grid'],
      ['h784-b1000-shuffle1-s0', '0', '1', 'shuffled'],
      ['h784-b1000-noise0.2-s0', '0.2', '0', 'noise+dose'],
    ]);
  });

  it('are told from the grid in ideas.csv as well', () => {
    const csv = ideasCsv({ ideas: [idea, { ...idea, model: noise! }], check }, axes);
    expect(fieldsOf(csv).map(({ part }) => part)).toEqual(['grid', 'noise+dose']);
  });
});

describe('experimentCsvs', () => {
  it('begins every row with what identifies its model', () => {
    const part: ReportPart = {
      ...reportCounterfeits(
        [{ model: model.model, record: makeTriedFlips([6]), scores: null }],
        COUNTERFEIT_STUDY,
      ),
      csv: {
        hints: defineTable({
          rows: [
            { model: model.model, fields: { source: 'mean', share: 1 / 3 } },
            { model: model.model, fields: { source: 'idea', share: null } },
          ],
          columns: [
            ['source', (row) => row.source],
            ['share', (row) => row.share],
          ],
        }),
        baselines: defineTable({ rows: [], columns: [] }),
      },
    };
    expect(experimentCsvs([part], AXES)).toEqual({
      hints:
        'model,cell,hidden,batch,seed,source,share\n' +
        'h784-b1000-s0,h784-b1000,784,1000,0,mean,0.3333333\nh784-b1000-s0,h784-b1000,784,1000,0,idea,\n',
    });
  });

  it('has counterfeits by number of flips, and nothing where the judges were not asked', () => {
    const part = reportCounterfeits(
      [{ model: model.model, record: makeTriedFlips([1, 2]), scores: null }],
      COUNTERFEIT_STUDY,
    );
    expect(experimentCsvs([part], AXES).counterfeits!.split('\n').slice(0, 4)).toEqual([
      'model,cell,hidden,batch,seed,flips,unbroken,unbroken_judged',
      'h784-b1000-s0,h784-b1000,784,1000,0,0,1,',
      'h784-b1000-s0,h784-b1000,784,1000,0,1,0.5,',
      'h784-b1000-s0,h784-b1000,784,1000,0,2,0,',
    ]);
  });

  it('has hints by source and number of pixels', () => {
    const part = reportHints([{ model: model.model, ...makeHints() }]);
    expect(experimentCsvs([part], AXES).hints).toContain(
      'model,cell,hidden,batch,seed,source,pixels,images,recognised\n' +
        'h784-b1000-s0,h784-b1000,784,1000,0,idea,0,4,0\nh784-b1000-s0,h784-b1000,784,1000,0,idea,64,4,3\n',
    );
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
    expect(ideasCsv(study, axes)).toContain(',784,1000,sgd,1,,0,coordinate,3,');
  });
});
