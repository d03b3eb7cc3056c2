#include "kernels/dsp/average_pool_2d_words_s8.h"

#include "kernels/common/requantise.h"
#include "kernels/common/window.h"
#include "kernels/dsp/pixel_pairs.h"

namespace neurio {
namespace {

// The part of a window inside the image: its first byte, and how many bytes apart rows are.
struct Window {
    const int8_t* first;
    int32_t rows;
    int32_t columns;
    int32_t row_bytes;
    int32_t channels;
};

// Adds the signed bytes 0 and 2 of a word to the halves of `sums`, or bytes 1 and 3.
inline uint32_t add_even_bytes(uint32_t sums, uint32_t word) {
    uint32_t result;
    asm("sxtab16 %0, %1, %2" : "=r"(result) : "r"(sums), "r"(word));
    return result;
}

inline uint32_t add_odd_bytes(uint32_t sums, uint32_t word) {
    uint32_t result;
    asm("sxtab16 %0, %1, %2, ror #8" : "=r"(result) : "r"(sums), "r"(word));
    return result;
}

// Means of sums, rounded half away from zero and clamped.
class Mean {
  public:
    Mean(const Pool2dParams& params, int32_t count)
        : low_(params.activation_min), high_(params.activation_max), count_(count) {}

    // The sums of channels 0 and 2 are in the halves of `even`, those of 1 and 3 in `odd`.
    void store(uint32_t even, uint32_t odd, int8_t* output) const {
        output[0] = code(static_cast<int16_t>(even));
        output[1] = code(static_cast<int16_t>(odd));
        output[2] = code(static_cast<int32_t>(even) >> 16);
        output[3] = code(static_cast<int32_t>(odd) >> 16);
    }

  private:
    int8_t code(int32_t sum) const {
        const int32_t half = sum > 0 ? count_ / 2 : -(count_ / 2);
        return static_cast<int8_t>(clamp((sum + half) / count_, low_, high_));
    }

    int32_t low_;
    int32_t high_;
    int32_t count_;
};

void average_four(const Window& window, const Mean& mean, int8_t* output) {
    uint32_t even = 0, odd = 0;
    for (int32_t y = 0; y < window.rows; ++y) {
        const int8_t* pixel = window.first + y * window.row_bytes;
        for (int32_t x = 0; x < window.columns; ++x) {
            const uint32_t word = load_word(pixel);
            even = add_even_bytes(even, word);
            odd = add_odd_bytes(odd, word);
            pixel += window.channels;
        }
    }
    mean.store(even, odd, output);
}

void average_eight(const Window& window, const Mean& mean, int8_t* output) {
    uint32_t even0 = 0, odd0 = 0, even1 = 0, odd1 = 0;
    for (int32_t y = 0; y < window.rows; ++y) {
        const int8_t* pixel = window.first + y * window.row_bytes;
        for (int32_t x = 0; x < window.columns; ++x) {
            const uint32_t word0 = load_word(pixel);
            const uint32_t word1 = load_word(pixel + 4);
            even0 = add_even_bytes(even0, word0);
            odd0 = add_odd_bytes(odd0, word0);
            even1 = add_even_bytes(even1, word1);
            odd1 = add_odd_bytes(odd1, word1);
            pixel += window.channels;
        }
    }
    mean.store(even0, odd0, output);
    mean.store(even1, odd1, output + 4);
}

}  // namespace

void average_pool_2d_words_s8(const Pool2dParams& params, const int8_t* input, int8_t* output) {
    const Pool2dParams p = params;
    Window window;
    window.row_bytes = p.input_width * p.channels;
    window.channels = p.channels;
    for (int32_t y = 0; y < p.output_height; ++y) {
        const int32_t top = y * p.stride_height - p.pad_top;
        const Taps rows = taps_inside(top, p.kernel_height, 1, p.input_height);
        for (int32_t x = 0; x < p.output_width; ++x) {
            const int32_t left = x * p.stride_width - p.pad_left;
            const Taps columns = taps_inside(left, p.kernel_width, 1, p.input_width);
            window.rows = rows.end - rows.begin;
            window.columns = columns.end - columns.begin;
            const Mean mean(p, window.rows * window.columns);
            if (window.columns == p.input_width) {  // one row of all pixels
                window.columns *= window.rows;
                window.rows = 1;
            }
            const int8_t* const corner =
                input + (top + rows.begin) * window.row_bytes + (left + columns.begin) * p.channels;
            int32_t channel = 0;
            for (; channel <= p.channels - 8; channel += 8) {
                window.first = corner + channel;
                average_eight(window, mean, output + channel);
            }
            for (; channel < p.channels; channel += 4) {
                if (channel > p.channels - 4) channel = p.channels - 4;
                window.first = corner + channel;
                average_four(window, mean, output + channel);
            }
            output += p.channels;
        }
    }
}

}  // namespace neurio
