#include "kernels/mve/mve_conv_2d_s8.h"

#include "kernels/mve/vector_copy.h"

namespace neurio {
namespace {

constexpr int32_t kLanes = 16;

// Spreads a contiguous row of pixels: one to every `step` bytes of the target.
class Spreader {
  public:
    Spreader(int32_t channels, int32_t step, int32_t pixels)
        : channels_(channels), step_(step), pixels_(pixels) {
        if (step == channels || channels >= kLanes) return;
        // As many whole pixels a vector as an offset of 8 bits allows.
        int32_t group = kLanes / channels;
        const int32_t reachable = (UINT8_MAX - (channels - 1)) / step + 1;
        if (group > reachable) group = reachable;
        for (int32_t i = 0; i < group * channels; ++i) {
            offsets_[i] = static_cast<uint8_t>(i / channels * step + i % channels);
        }
        groups_ = pixels / group;
        lanes_ = group * channels;
        group_step_ = group * step;
        rest_ = pixels % group * channels;
    }

    void spread(const int8_t* source, int8_t* target) const {
        if (step_ == channels_) {
            copy_vectors(source, target, pixels_ * channels_);
        } else if (channels_ >= kLanes) {
            for (int32_t first = 0; first < channels_; first += kLanes) {
                const int32_t rest = channels_ - first;
                copy_lanes(source + first, channels_, target + first, step_, pixels_,
                           rest < kLanes ? rest : kLanes);
            }
        } else {
            if (groups_ > 0) {
                scatter_lanes(source, lanes_, target, group_step_, groups_, lanes_, offsets_);
            }
            if (rest_ > 0) {
                scatter_lanes(source + groups_ * lanes_, 0, target + groups_ * group_step_, 0, 1,
                              rest_, offsets_);
            }
        }
    }

  private:
    int32_t channels_;
    int32_t step_;
    int32_t pixels_;
    int32_t groups_ = 0;
    int32_t lanes_ = 0;
    int32_t group_step_ = 0;
    int32_t rest_ = 0;  // elements behind the groups
    uint8_t offsets_[kLanes] = {};
};

}  // namespace

void mve_conv_2d_s8(const MveConv2dParams& params, const int8_t* input, int8_t* output,
                    int8_t* scratch) {
    const MveConv2dParams& p = params;
    const int32_t column_bytes = p.kernel_height * p.input_channels;
    const int8_t zero = static_cast<int8_t>(p.input_zero_point);
    int8_t* const first_column = scratch + p.pad_left * column_bytes;
    const int32_t inside = p.columns - p.pad_left;
    const int32_t pixels = inside < p.input_width ? inside : p.input_width;
    const Spreader spreader(p.input_channels, column_bytes, pixels);

    // Columns of padding keep this value, since only what lies inside is copied.
    fill_vectors(zero, scratch, p.scratch_bytes);
    for (int32_t y = 0; y < p.output_height; ++y) {
        int32_t row = y * p.stride_height - p.pad_top;
        for (int32_t ky = 0; ky < p.kernel_height; ++ky, row += p.dilation_height) {
            int8_t* const target = first_column + ky * p.input_channels;
            if (row >= 0 && row < p.input_height) {
                spreader.spread(input + row * p.input_width * p.input_channels, target);
            } else {
                for (int32_t x = 0; x < pixels; ++x) {
                    fill_vectors(zero, target + x * column_bytes, p.input_channels);
                }
            }
        }
        p.bank.multiply(p.bank, scratch, p.stride_width * column_bytes, p.output_width, output);
        output += p.output_width * p.bank.filters;
    }
}

}  // namespace neurio
