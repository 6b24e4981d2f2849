// The coordinate search as a plain sequential program, for `make bench` to measure beside ours: it visits the pixels in
// raster order, evaluates the whole network with the pixel at 0 and at 1, keeps the larger energy, and 1 in a tie.
//
//   coordinate MODEL HIDDEN STARTS DIGITS PASSES LOOP IMAGES
//
// MODEL: the article's model file (W1[H][784], b1[H], W2[H][H], b2[H], W3[10][H], b3[10]). STARTS: one image of 784 for each
// of DIGITS, such as 0123456789. IMAGES: what is found, in the same form. All are little-endian float32. LOOP: `sums`, one
// output's sum after the other, as the article has it, or `inputs`, one input after the other for all outputs, which the
// compiler can make vector instructions of. Every sum runs over the inputs in order either way, so the bits are the same.
//
// The digits are spread over the threads of OpenMP. Prints a line of JSON: the time that passed, that of all threads together,
// and how many threads there were.

#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

namespace {

constexpr int kPixels = 784;
constexpr int kClasses = 10;

using Floats = std::vector<float>;

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "coordinate: %s\n", message.c_str());
  std::exit(2);
}

Floats read_floats(const std::string& path, size_t count) {
  Floats values(count);
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr || std::fread(values.data(), sizeof(float), count, file) != count) {
    fail("expected " + std::to_string(count) + " numbers in " + path);
  }
  std::fclose(file);
  return values;
}

struct Layer {
  int inputs;
  int outputs;
  Floats weights;     // [outputs][inputs]
  Floats transposed;  // [inputs][outputs]
  Floats biases;

  Layer(int inputs, int outputs, const float*& at)
      : inputs(inputs), outputs(outputs), weights(at, at + static_cast<size_t>(inputs) * outputs) {
    at += weights.size();
    biases.assign(at, at + outputs);
    at += outputs;
    transposed.resize(weights.size());
    for (int j = 0; j < outputs; j++) {
      for (int i = 0; i < inputs; i++) {
        transposed[static_cast<size_t>(i) * outputs + j] = weights[static_cast<size_t>(j) * inputs + i];
      }
    }
  }

  // x W^T + b, one sum after the other.
  void apply_by_sums(const float* x, float* y) const {
    for (int j = 0; j < outputs; j++) {
      const float* row = &weights[static_cast<size_t>(j) * inputs];
      float sum = 0;
      for (int i = 0; i < inputs; i++) sum += row[i] * x[i];
      y[j] = sum + biases[j];
    }
  }

  // The same, all sums side by side.
  void apply_by_inputs(const float* x, float* __restrict__ y) const {
    for (int j = 0; j < outputs; j++) y[j] = 0;
    for (int i = 0; i < inputs; i++) {
      const float* row = &transposed[static_cast<size_t>(i) * outputs];
      for (int j = 0; j < outputs; j++) y[j] += row[j] * x[i];
    }
    for (int j = 0; j < outputs; j++) y[j] += biases[j];
  }
};

struct Network {
  std::vector<Layer> layers;
  bool is_by_inputs;

  Network(const Floats& values, int hidden, bool is_by_inputs) : is_by_inputs(is_by_inputs) {
    const float* at = values.data();
    layers.emplace_back(kPixels, hidden, at);
    layers.emplace_back(hidden, hidden, at);
    layers.emplace_back(hidden, kClasses, at);
  }

  // Logit `digit` of image x; `held` is room for the layers' values.
  float energy(const float* x, int digit, std::vector<Floats>& held) const {
    for (size_t k = 0; k < layers.size(); k++) {
      held[k].resize(layers[k].outputs);
      if (is_by_inputs) {
        layers[k].apply_by_inputs(x, held[k].data());
      } else {
        layers[k].apply_by_sums(x, held[k].data());
      }
      if (k + 1 < layers.size()) {
        for (float& value : held[k]) value = value > 0 ? value : 0;
      }
      x = held[k].data();
    }
    return held.back()[digit];
  }
};

void search(const Network& network, int digit, int passes, float* image) {
  std::vector<Floats> held(network.layers.size());
  for (int pass = 0; pass < passes; pass++) {
    for (int pixel = 0; pixel < kPixels; pixel++) {
      image[pixel] = 0;
      const float at_zero = network.energy(image, digit, held);
      image[pixel] = 1;
      const float at_one = network.energy(image, digit, held);
      if (at_zero > at_one) image[pixel] = 0;
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 8) fail("expected MODEL HIDDEN STARTS DIGITS PASSES LOOP IMAGES");
  const int hidden = std::atoi(arguments[2]);
  const std::string digits = arguments[4];
  const int passes = std::atoi(arguments[5]);
  const size_t parameters = static_cast<size_t>(hidden) * (hidden + kPixels + 2 + kClasses) + kClasses;
  const Network network(read_floats(arguments[1], parameters), hidden, std::string(arguments[6]) == "inputs");
  Floats images = read_floats(arguments[3], digits.size() * kPixels);

  const auto started = std::chrono::steady_clock::now();
  const std::clock_t used = std::clock();
#pragma omp parallel for schedule(dynamic)
  for (size_t k = 0; k < digits.size(); k++) search(network, digits[k] - '0', passes, &images[k * kPixels]);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  const double processor_seconds = static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC;

  std::FILE* file = std::fopen(arguments[7], "wb");
  if (file == nullptr || std::fwrite(images.data(), sizeof(float), images.size(), file) != images.size()) {
    fail(std::string("cannot write ") + arguments[7]);
  }
  std::fclose(file);
  std::printf("{\"seconds\": %.6f, \"processorSeconds\": %.6f, \"threads\": %d}\n", seconds, processor_seconds,
              std::min(omp_get_max_threads(), static_cast<int>(digits.size())));
}
