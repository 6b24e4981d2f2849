/** What else was asked of the models. */
import type { Entry } from '../catalogue.ts';

export const EXPERIMENTS: readonly Entry[] = [
  ['Baselines: real digits beside the ideas', '基準：イデアと本物の数字を並べる'],
  [
    'No model has a black-and-white idea to hold against training images.',
    '訓練画像と比べられる白黒のイデアを持つモデルがない。',
  ],
  [
    'The training image nearest to an idea is of the idea’s own digit for {a} of {b} of {c}.',
    '{c}の{b}のうち{a}個で、イデアに最も近い訓練画像はイデアと同じ数字である。',
  ],
  [
    'To the judges the ideas score {a} on average, the nearest training images {b}, those with the largest logit {c} and the class means {d}.',
    '判定器によるスコアの平均は、イデアが{a}、最も近い訓練画像が{b}、ロジット最大の訓練画像が{c}、クラス平均が{d}である。',
  ],
  [
    'To the models the ideas have a logit of {a} on average, the nearest training images {b}, those with the largest logit {c} and the class means {d}: {e} of {f} have more than every training image.',
    'モデルのロジットの平均は、イデアが{a}、最も近い訓練画像が{b}、ロジット最大の訓練画像が{c}、クラス平均が{d}である。{f}のうち{e}個は、どの訓練画像よりも大きい。',
  ],
  [
    'By model, its ideas from the first start, and those whose nearest training image is of their own digit; then means over digits of the model’s logit of the idea, of the nearest training image, of the training image with the largest logit, and of the class mean; and means of their scores by the judges, masked.',
    'モデルごとに、最初の出発点からのイデアの数と、そのうち最も近い訓練画像が同じ数字であるものの数。続いて、イデア、最も近い訓練画像、ロジット最大の訓練画像、クラス平均に対するモデルのロジットの、数字にわたる平均と、判定器によるスコア（マスク）の平均。',
  ],
  [
    'By model, its ideas from the first start, and those whose nearest training image is of their own digit; then means over digits of the model’s logit of the idea, of the nearest training image, of the training image with the largest logit, and of the class mean.',
    'モデルごとに、最初の出発点からのイデアの数と、そのうち最も近い訓練画像が同じ数字であるものの数。続いて、イデア、最も近い訓練画像、ロジット最大の訓練画像、クラス平均に対するモデルのロジットの、数字にわたる平均。',
  ],
  ['nearest is of the digit', '最も近いものが同じ数字'],
  ['idea’s logit', 'イデアのロジット'],
  ['nearest’s logit', '最近傍のロジット'],
  ['largest logit', '最大ロジット'],
  ['class mean’s logit', 'クラス平均のロジット'],
  ['idea’s score', 'イデアのスコア'],
  ['nearest’s score', '最近傍のスコア'],
  ['largest logit’s score', 'ロジット最大のスコア'],
  ['class mean’s score', 'クラス平均のスコア'],
  [
    'nearest training images, which are of another digit where one is in brackets',
    '最も近い訓練画像（括弧内は別の数字である場合のその数字）',
  ],
  [
    'training images with the largest logit, which are of another digit where one is in brackets',
    'ロジット最大の訓練画像（括弧内は別の数字である場合のその数字）',
  ],
  ['class means', 'クラス平均'],
  [
    'Every image is scored for the idea’s digit: a nearest training image that is a clear 9 scores little beside an idea of 4. Distances are Euclidean, pixel by pixel, so that few pixels in another place make a digit far. All training images of the study are searched, also where a model learnt from fewer.',
    'どの画像も、イデアの数字として採点する。4のイデアに最も近い訓練画像が明らかな9なら、そのスコアは低い。距離は画素ごとのユークリッド距離なので、わずかな画素の位置が違うだけで遠くなる。モデルがより少ない画像で学んだ場合も、研究の全訓練画像を調べる。',
  ],
  ['The images of every model are with the model.', '各モデルの画像はそのモデルの箇所にある。'],
  ['{a}, scores by digit: {b}', '{a}、数字ごとのスコア：{b}'],
  [
    '{a}: from above the ideas, the nearest training images, those with the largest logit and the class means, each with the idea’s digit and its score.',
    '{a}：上から、イデア、最も近い訓練画像、ロジット最大の訓練画像、クラス平均。それぞれにイデアの数字とスコアを付す。',
  ],
  ['Searches compared', '探索の比較'],
  ['model and search', 'モデルと探索'],
  ['mean energy', '平均エネルギー'],
  ['↑ mean energy', '↑ 平均エネルギー'],
  ['until {a} of the rise', '上昇の{a}まで'],
  ['equal to raster', '走査順と等しい画素'],
  ['equal between starts', '出発点間で等しい画素'],
  ['coordinate', '座標探索'],
  ['coordinate, raster', '座標探索・走査順'],
  ['coordinate, shuffled', '座標探索・無作為順'],
  [
    'Ten digits from the same starts. Evaluations an idea, the certificate’s included; an update of the gradient counts as three; then those until the mean energy has made {a} of the raster search’s rise, “never” where it does not. Shares of equal pixels: with the raster search from the same start, and between ideas of one digit from different starts.',
    '同じ出発点からの10個の数字。評価回数はイデア1個あたりで、証明書の分を含み、勾配の更新1回は3回と数える。次は、平均エネルギーが走査順探索の上昇の{a}に達するまでの回数で、達しなければ「到達せず」。等しい画素の割合は、同じ出発点からの走査順探索との間と、異なる出発点からの同じ数字のイデアどうしの間。',
  ],
  [
    'Mean energy of the images held, over ten digits and all starts, at {a}. The gradient’s image is grey until its last step, where it is made black and white and polished.',
    '{a}での、保持している画像の平均エネルギー（10個の数字と全出発点にわたる）。勾配法の画像は、最後に白黒にして仕上げるまで濃淡を持つ。',
  ],
  [
    'The same against seconds, as measured when {a} was compared.',
    '同じものを、{a}を比べたときに測った秒数に対して示す。',
  ],
  [
    'Energy against seconds: {a}, which is beside this report where the study was run',
    '秒数に対するエネルギー：{a}（研究を実行した所で、この報告の傍らにある）',
  ],
  [
    'Wall time of all ideas together, other models being computed beside it. It is no part of what can be reproduced, and is therefore a file of its own.',
    '他のモデルも並行して計算している中での、全イデアの所要時間。再現できるものではないため、別のファイルにしてある。',
  ],
  ['{a} never', '{a}は到達せず'],
  ['{a} after {n}', '{a}は{n}回後'],
  [
    '{a} of the raster search’s rise is made, in evaluations an idea, by {b}.',
    '走査順探索の上昇の{a}に達するまでのイデア1個あたりの評価回数は、{b}である。',
  ],
  [
    'At {a}, batch {n}, {b} reaches the largest mean energy ({c}; {d} {e}).',
    '{a}、バッチ {n}で、平均エネルギーが最大になるのは{b}（{c}）である（{d}は{e}）。',
  ],
  [
    'At {a}, batch {n}, {b} reaches the largest mean energy ({c}).',
    '{a}、バッチ {n}で、平均エネルギーが最大になるのは{b}（{c}）である。',
  ],
  [
    'At {a}, {b} reaches the largest mean energy ({c}).',
    '{a}で、平均エネルギーが最大になるのは{b}（{c}）である。',
  ],
  [
    'At {a}, {b} reaches the largest mean energy ({c}; {d} {e}).',
    '{a}で、平均エネルギーが最大になるのは{b}（{c}）である（{d}は{e}）。',
  ],
  [
    'Ideas of Monte Carlo equal those of the raster search in {a} of the pixels.',
    'モンテカルロのイデアは、画素の{a}で走査順探索のイデアと等しい。',
  ],
  ['evaluations an idea', 'イデア1個あたりの評価回数'],
  ['evaluations an idea →', 'イデア1個あたりの評価回数 →'],
  [
    'Counterfeits: one digit to the judges, another to the model',
    '偽物：判定器にはある数字、モデルには別の数字',
  ],
  [
    'The models read none of the test images right, so none could be forged.',
    'モデルはテスト画像を一枚も正しく読まないため、偽物は作れない。',
  ],
  [
    'The median image needs {a} to be read as another digit.',
    '中央値の画像は、別の数字と読まれるまでに{a}を要する。',
  ],
  [
    'The judges still call {a} of the nearest counterfeits the digit that they were.',
    '判定器は、最も近い偽物の{a}をなお元の数字と呼ぶ。',
  ],
  [
    'Counting only counterfeits that the judges still call the digit, it needs {a}.',
    '判定器がなお元の数字と呼ぶ偽物だけを数えると、{a}を要する。',
  ],
  ['between {a} and {b} flips', '反転{a}～{b}回'],
  ['between {a} and more than {b}', '反転{a}回から、{b}より多く'],
  [
    'Median of the flips to the nearest other digit, over the images that the model reads right: for the model alone, and counting only counterfeits that the judges still call the digit (their top answer of eleven). Of the nearest counterfeits: the judges’ mean P of the digit before and after, their P of what the model reads, and the share that they still call the digit.',
    'モデルが正しく読む画像について、最も近い別の数字までの反転回数の中央値：モデルだけの場合と、判定器がなお元の数字と呼ぶ（11通りのうち最もありそうな答えとする）偽物だけを数えた場合。最も近い偽物については、元の数字に対する判定器のPの平均（前と後）、モデルの読みに対するP、なお元の数字と呼ぶ割合。',
  ],
  [
    'Median of the flips to the nearest other digit, over the images that the model reads right.',
    'モデルが正しく読む画像について、最も近い別の数字までの反転回数の中央値。',
  ],
  ['median flips', '反転の中央値'],
  ['with the judges', '判定器も含めて'],
  ['judges before', '判定器（前）'],
  ['judges after', '判定器（後）'],
  ['P of the target', '目標のP'],
  ['still the digit', 'なお元の数字'],
  [
    'Share of the test images read right that no so many flips turn into any of the nine other digits, as far as the greedy search finds. A flip sets a pixel to 0 or 1, whichever is farther.',
    '正しく読まれたテスト画像のうち、その回数の反転では他の9個のどの数字にもならないものの割合（貪欲探索の見つける限り）。反転は、画素を0か1のうち遠い方にする。',
  ],
  [
    'Solid: for the model alone. Dashed: while the judges still call the image the digit that it was; they are shown an image’s counterfeits, one a target, from the fewest flips on.',
    '実線：モデルだけの場合。破線：判定器がなお元の数字と呼ぶ間。判定器には、画像の偽物を目標ごとに1枚ずつ、反転の少ない順に見せる。',
  ],
  [
    'One panel a batch size, one colour a hidden size.',
    '1枚が1つのバッチサイズ、1色が1つの隠れ層のサイズである。',
  ],
  ['flips', '反転'],
  ['flips →', '反転 →'],
  ['unbroken', '破られない割合'],
  ['↑ unbroken', '↑ 破られない割合'],
  ['Hints: drawing what the model wants', 'ヒント：モデルの望むように描く'],
  [
    'The models misread no test image, so there is nobody to help.',
    'モデルはテスト画像を一枚も読み違えないため、助ける相手がいない。',
  ],
  [
    'Of {a} misread images, {b} are read right after {c} pixels from the model’s idea of the right digit, {d} after as many from the class mean and {e} after as many from noise.',
    '読み違えた画像{a}枚のうち、正しい数字のイデアから{c}画素を借りると{b}が、クラス平均から同数借りると{d}が、ノイズから同数借りると{e}が正しく読まれる。',
  ],
  [
    'To the judges these pixels take the mean P of the right digit from {a} to {b} (idea), {c} (class mean) and {d} (noise).',
    '判定器にとって、これらの画素は正しい数字のPの平均を{a}から、{b}（イデア）、{c}（クラス平均）、{d}（ノイズ）に変える。',
  ],
  [
    'Median of the fewest pixels that make the model read a misread image right, where they are chosen for the model; and the judges’ mean P of the right digit before, after those of the idea (over the images that they help: before and after), and after {a} pixels in random order from each source (over all images).',
    '読み違えた画像をモデルが正しく読むようになる、最も少ない画素数の中央値（モデルに合わせて選んだ場合）。および、正しい数字に対する判定器のPの平均：前と、イデアの画素の後（それで助かる画像について）、各源から無作為な順に{a}画素を借りた後（全画像について）。',
  ],
  [
    'Median of the fewest pixels that make the model read a misread image right, where they are chosen for the model.',
    '読み違えた画像をモデルが正しく読むようになる、最も少ない画素数の中央値（モデルに合わせて選んだ場合）。',
  ],
  ['fewest from {a}', '最少（{a}から）'],
  ['the idea', 'イデア'],
  ['the class mean', 'クラス平均'],
  ['judges before fewest', '判定器（最少の前）'],
  ['after fewest', '最少の後'],
  ['judges before {a}', '判定器（{a}画素の前）'],
  ['after {a} from {b}', '{b}から{a}画素の後'],
  ['pixels borrowed →', '借りた画素 →'],
  ['pixels borrowed', '借りた画素'],
  ['↑ read right', '↑ 正しく読まれた割合'],
  ['read right', '正しく読まれた割合'],
  [
    'Share of misread test images that the model reads right after pixels in which they differ were copied in random order, as by someone who knows what to draw and nothing else. All misread images of the seeds together. Solid: from the model’s idea. Dashed: from the mean training image of the digit. Dotted: from noise with as much ink as the idea. An image that differs in fewer pixels has run out of them and is left with all of them copied; a curve ends where more than half of the images have run out.',
    '読み違えたテスト画像のうち、異なる画素を無作為な順に写した後でモデルが正しく読むものの割合。何を描くべきかだけを知る人が描くのに相当する。シードの読み違えた画像をすべて合わせた。実線：モデルのイデアから。破線：その数字の平均訓練画像から。点線：イデアと同量のインクのノイズから。異なる画素がそれより少ない画像は尽きており、すべて写した状態とする。画像の半数以上が尽きた所で曲線は終わる。',
  ],
  [
    'Chosen for the model, a few pixels are enough whatever they are taken from; that is why the curves above choose at random.',
    'モデルに合わせて選べば、何から借りてもわずかな画素で足りる。上の曲線で無作為に選ぶのはそのためである。',
  ],
  ['Legibility: how far the search decides', '読みやすさの幅：探索がどこまで決めるか'],
  [
    'The judges have not searched for the most and the least recognisable images.',
    '判定器による、最も読める画像と最も読めない画像の探索はまだである。',
  ],
  [
    'Images with at least {a} of an idea’s rise in logit over the blank image score between {b} and {c} on average, the ideas {d} ({e} of {f}).',
    '白紙からイデアまでのロジットの上昇の{a}以上を保つ画像のスコアは、平均{b}から{c}に及び、イデアは{d}である（{f}、{e}）。',
  ],
  [
    'The mean intervals of {a} of {b} of models overlap: where they do, the search can make the difference between their ideas, and not the model.',
    'モデルの{b}のうち{a}組で、平均の区間が重なる。重なる所では、イデアの違いはモデルではなく探索によるものでありうる。',
  ],
  [
    'Means over digits of P(digit), masked, by all judges together and by each family: of the ideas, and of the least and the most recognisable images found with almost their logit. Found by a local search: the true intervals are at least as wide.',
    '全判定器と各系統によるP（数字）（マスク）の、数字にわたる平均：イデア、およびほぼ同じロジットで見つかった最も読めない画像と最も読める画像。局所探索によるので、真の区間はこれ以上に広い。',
  ],
  ['model, reader', 'モデル、読み手'],
  ['least', '最低'],
  ['most', '最高'],
  [
    'All of these images have almost the same logit: to the model they are equally good. They were found by flipping, from the ideas, the pixels that cost least logit, and keeping what the judges read better, or worse. A search that looks further can only widen the intervals.',
    'これらの画像のロジットはどれもほぼ同じで、モデルにとっては等しく良い。イデアから、ロジットの損が最も少ない画素を反転し、判定器がよりよく（または悪く）読むものを残して見つけた。さらに広く探せば、区間は広がるだけである。',
  ],
  ['The most recognisable {a} at {b}: score {c}', '{b}の最も読める{a}：スコア {c}'],
  ['The least recognisable {a} at {b}: score {c}', '{b}の最も読めない{a}：スコア {c}'],
  [
    '{a}: above the most, below the least recognisable image by all judges together, each with its digit and score.',
    '{a}：全判定器による、上が最も読める画像、下が最も読めない画像。それぞれに数字とスコアを付す。',
  ],
  ['The optimum: what the model likes best', '最適解：モデルが最も好むもの'],
  [
    'No model has a black-and-white idea to hold against the best image.',
    '最良の画像と比べられる白黒のイデアを持つモデルがない。',
  ],
  [
    'Of {a} of {b} the image with the largest logit is proved for {c}; {d} of these are the model’s idea.',
    '{b}の{a}のうち、ロジット最大の画像であると証明できたのは{c}種で、そのうち{d}種がモデルのイデアと一致する。',
  ],
  [
    'On average the best images have {a} more logit than the ideas, and no image can have over {b} more.',
    '最良の画像のロジットは、イデアより平均{a}大きい。どの画像でも、イデアとの差が平均{b}を超えることはない。',
  ],
  [
    'To the judges the ideas score {a} and the best images {b} on average: {c} better, {d} worse.',
    '判定器によるスコアの平均は、イデアが{a}、最良の画像が{b}である。上がったものが{c}、下がったものが{d}。',
  ],
  [
    'Logits of the best idea and of the best binary image, what no binary image exceeds, and the gap between the last two; pixels in which the images differ; and their scores by the judges, masked.',
    '最良のイデアと最良の二値画像のロジット、どの二値画像も超えない上界、後の二者の差。両画像の異なる画素の数と、判定器によるスコア（マスク）。',
  ],
  [
    'Logits of the best idea and of the best binary image, what no binary image exceeds, and the gap between the last two; pixels in which the images differ.',
    '最良のイデアと最良の二値画像のロジット、どの二値画像も超えない上界、後の二者の差、両画像の異なる画素の数。',
  ],
  ['model, digit', 'モデル、数字'],
  ['best image', '最良の画像'],
  ['bound', '上界'],
  ['gap', '差'],
  ['proved', '証明'],
  ['pixels', '画素'],
  ['best image’s score', '最良の画像のスコア'],
  [
    'By branch and bound over the signs of the hidden units, with bounds from linear programs that hold whatever the solver’s rounding. Where the budget ends before the proof, the gap says how much logit an image that was not found could have more. An idea can be raised by no single flip; the best image by no flips at all.',
    '隠れユニットの符号についての分枝限定法による。上界は線形計画により、解法の丸めによらず成り立つ。証明の前に予算が尽きた場合、差は、見つからなかった画像がなお持ちうるロジットの余地を示す。イデアはどの1画素の反転でも上がらず、最良の画像はどんな反転でも上がらない。',
  ],
  ['Idea of {a} at {b}, score {c}', '{b}の{a}のイデア、スコア {c}'],
  ['Best image of {a} at {b}, score {c}', '{b}の{a}の最良の画像、スコア {c}'],
  [
    '{a}: above the ideas, below the best images, each with its digit and score.',
    '{a}：上がイデア、下が最良の画像。それぞれに数字とスコアを付す。',
  ],
  ['Transfer: who reads whose ideas', '伝達：誰が誰のイデアを読めるか'],
  [
    'Share of a model’s ideas (row) that a model (column) reads as the digits they were made for; reading at random is 10%. The diagonal is each model and its own ideas, which need not be read right: an idea has the largest logit of its digit that could be found, not the largest of all ten.',
    'あるモデル（行）のイデアのうち、別のモデル（列）が意図した数字と読むものの割合。当てずっぽうなら10%。対角線は自分自身のイデアで、必ず正しく読まれるとは限らない。イデアはその数字の見つかった限りで最大のロジットを持つが、10個の中で最大とは限らないからである。',
  ],
  ['100% read as intended', '100%が意図どおり読まれる'],
  [
    'The one model reads {a} of its own ideas as the digits they were made for.',
    '唯一のモデルは、自分のイデアの{a}を意図した数字と読む。',
  ],
  [
    'Models read {a} of their own ideas and {b} of the others’ as the digits they were made for; ideas of {c} are read best by others ({d}).',
    'モデルは、自分のイデアの{a}、他のモデルのイデアの{b}を意図した数字と読む。他のモデルに最もよく読まれるのは{c}のイデアである（{d}）。',
  ],
  [
    'It reads {a} of its own ideas as the digits they were made for.',
    'このモデルは、自分のイデアの{a}を意図した数字と読む。',
  ],
  [
    'It reads {a} of its own ideas as the digits they were made for, and {b} of the other models’; they read {c} of its.',
    'このモデルは、自分のイデアの{a}、他のモデルのイデアの{b}を意図した数字と読む。他のモデルは、このモデルのイデアの{c}を読む。',
  ],
  ['{a} reads {b} of the ideas of {c}', '{a}は{c}のイデアの{b}を読む'],
  ['reader →', '読み手 →'],
  ['↑ idea', '↑ イデア'],
];
