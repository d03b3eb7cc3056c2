#include "kernels/mve/mve_conv_2d_s8.h"

#include "kernels/mve/vector_copy.h"

namespace neurio {
namespace {

constexpr int32_t kLanes = 16;

// Spreads a contiguous row of pixels: one to every `step` bytes of the target.
class Spreader {
  public:
    Spreader(int32_t channels, int32_t step) : channels_(channels), step_(step) {
        if (channels >= kLanes) return;
        // As many whole pixels a vector as an offset of 8 bits allows.
        pixels_ = kLanes / channels;
        const int32_t reachable = (UINT8_MAX - (channels - 1)) / step + 1;
        if (pixels_ > reachable) pixels_ = reachable;
        for (int32_t i = 0; i < pixels_ * channels; ++i) {
            offsets_[i] = static_cast<uint8_t>(i / channels * step + i % channels);
        }
    }

    void spread(const int8_t* source, int8_t* target, int32_t pixels) const {
        if (step_ == channels_) {
            copy_vectors(source, target, pixels * channels_);
        } else if (channels_ >= kLanes) {
            for (int32_t first = 0; first < channels_; first += kLanes) {
                const int32_t rest = channels_ - first;
                copy_lanes(source + first, channels_, target + first, step_, pixels,
                           rest < kLanes ? rest : kLanes);
            }
        } else {
            const int32_t groups = pixels / pixels_;
            const int32_t lanes = pixels_ * channels_;
            const int32_t rest = pixels % pixels_;
            scatter_lanes(source, lanes, target, pixels_ * step_, groups, lanes, offsets_);
            scatter_lanes(source + groups * lanes, 0, target + groups * pixels_ * step_, 0,
                          rest > 0 ? 1 : 0, rest * channels_, offsets_);
        }
    }

  private:
    int32_t channels_;
    int32_t step_;
    int32_t pixels_ = 1;
    uint8_t offsets_[kLanes] = {};
};

}  // namespace

void mve_conv_2d_s8(const MveConv2dParams& params, const int8_t* input, int8_t* output,
                    int8_t* scratch) {
    const MveConv2dParams& p = params;
    const int32_t column_bytes = p.kernel_height * p.input_channels;
    const Spreader spreader(p.input_channels, column_bytes);
    const int8_t zero = static_cast<int8_t>(p.input_zero_point);
    int8_t* const first_column = scratch + p.pad_left * column_bytes;
    const int32_t inside = p.columns - p.pad_left;
    const int32_t pixels = inside < p.input_width ? inside : p.input_width;

    // Columns of padding keep this value, since only what lies inside is copied.
    fill_vectors(zero, scratch, p.scratch_bytes);
    for (int32_t y = 0; y < p.output_height; ++y) {
        int32_t row = y * p.stride_height - p.pad_top;
        for (int32_t ky = 0; ky < p.kernel_height; ++ky, row += p.dilation_height) {
            int8_t* const target = first_column + ky * p.input_channels;
            if (row >= 0 && row < p.input_height) {
                spreader.spread(input + row * p.input_width * p.input_channels, target, pixels);
            } else {
                for (int32_t x = 0; x < pixels; ++x) {
                    fill_vectors(zero, target + x * column_bytes, p.input_channels);
                }
            }
        }
        p.filters.multiply(p.filters, scratch, p.stride_width * column_bytes, p.output_width,
                           output);
        output += p.output_width * p.filters.filters;
    }
}

}  // namespace neurio
