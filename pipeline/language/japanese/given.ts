/** What is said of models that were trained elsewhere, and of the files that they are in. */
import type { Entry } from '../catalogue.ts';

export const GIVEN: readonly Entry[] = [
  [
    'Small dots are models; large dots are means over models. The dashed line is the mean of ideas of untrained networks.',
    '小さい点はモデル、大きい点はモデルにわたる平均である。破線は未訓練のネットワークのイデアの平均を表す。',
  ],
  [
    'The replicate is the trained model; the ideas of one model are not independent. Intervals are over models.',
    '反復の単位は訓練したモデルである。一つのモデルのイデアどうしは独立ではない。区間はモデルにわたるものである。',
  ],
  ['Over {a} that were given, {b} is {c} everywhere.', '与えられた{a}にわたり、{b}はどこでも{c}である。'],
  [
    'Over {a} that were given, {b} runs from {c} at {d} to {e} at {f}: models picked after looking, which tend to be less extreme when repeated.',
    '与えられた{a}にわたり、{b}は{d}での{c}から{f}での{e}に及ぶ。これらは結果を見てから選んだモデルであり、繰り返せばこれほど極端にはならないことが多い。',
  ],
  [
    'The models were trained elsewhere: nothing is known of them that could be varied, so that effects of settings, intervals over seeds and tests of hypotheses are left out, and why two models differ cannot be told.',
    'モデルは別の場所で訓練された。変えられる条件が何も知られていないため、設定の効果、シードにわたる区間、仮説の検定は省いてあり、二つのモデルがなぜ異なるかは分からない。',
  ],
  [
    'A circle is a model. On the dashed line masking makes no difference.',
    '丸はモデルである。破線の上ではマスクしても違いがない。',
  ],
  ['Every model: means over its ideas, and test accuracy', '全モデル：イデアにわたる平均とテスト正解率'],
  ['recognisability {a}', '認識しやすさ {a}'],
  ['All models', '全モデル'],
  ['trained elsewhere', '別の場所で訓練'],
  ['Left out', '省いたもの'],
  [
    'effects of settings, the heat maps, intervals over seeds, hypotheses, claims, training curves and the playground, since the study has not trained these models',
    '設定の効果、ヒートマップ、シードにわたる区間、仮説、主張、訓練曲線、実験場。この研究がこれらのモデルを訓練していないため',
  ],
  ['file', 'ファイル'],
  ['form', '形'],
  ['SHA-256 {a}', 'SHA-256 {a}'],
  ['outputs', '出力'],
  ['logits', 'ロジット'],
  ['probabilities', '確率'],
  ['log-probabilities', '対数確率'],
  ['MLP {a}', 'MLP {a}'],
  ['network of {n} outputs, run by {a} ({b})', '出力{n}個のネットワーク、{a}が実行（{b}）'],
  // Why a model is no MLP of ours.
  ['the node {a}', 'ノード{a}'],
  ['the layer {a}', '層{a}'],
  ['a graph model of TF.js', 'TF.jsのグラフモデル'],
  ['a graph that is no chain of layers', '層の連なりではないグラフ'],
  ['several inputs or outputs', '複数の入力または出力'],
  ['inputs that are not 784', '784個ではない入力'],
  ['operators of version {n}', '版{n}の演算子'],
  ['an activation at the end', '末尾の活性化関数'],
  ['a {a} that follows no layer', '層に続かない{a}'],
  ['two fully connected layers without an activation between', '間に活性化関数のない二つの全結合層'],
  ['{n} factors or offsets of {a} units', '{a}個のユニットに対する{n}個の係数または加数'],
  ['fully connected layers {n}', '全結合層 {n}'],
  ['fully connected layers {n} with {a}', '全結合層 {n}（{a}）'],
  // What was left out or assumed, and that it reads digits badly.
  [
    '{a} at its end is left out: the energy is of the logits before it',
    '末尾の{a}は省く。エネルギーはその前のロジットのものである',
  ],
  ['the {a} of the layer {b}', '層{b}の{a}'],
  ['softmax', 'ソフトマックス'],
  ['log_softmax', '対数ソフトマックス'],
  ['sigmoid', 'シグモイド'],
  ['its activation is not in the file, and is taken to be relu', '活性化関数はファイルになく、reluと見なす'],
  [
    "{n} of its tensors are an optimizer's or no floats, and are passed over",
    'テンソルのうち{n}個は最適化器のものか浮動小数でないため、読み飛ばす',
  ],
  [
    "{n} of its weights are an optimizer's, and are passed over",
    '重みのうち{n}個は最適化器のもので、読み飛ばす',
  ],
  [
    'reads only {n} of the test images rightly, and no usual range, mean or inversion makes it read them much better',
    'テスト画像を正しく読むのは{n}だけで、よくある範囲・平均・反転のどれによっても大きくは改善しない',
  ],
  ['reads only {n} of the test images rightly', 'テスト画像を正しく読むのは{n}だけである'],
  ['of images as they are it reads {n}', 'そのままの画像なら{n}を読む'],
  ['of images as they are, rows and columns exchanged it reads {n}', '行と列を入れ替えた画像なら{n}を読む'],
  ['of images with {a} it reads {n}', '{a}の画像なら{n}を読む'],
  ['of images with {a}, rows and columns exchanged it reads {n}', '{a}で行と列を入れ替えた画像なら{n}を読む'],
];
