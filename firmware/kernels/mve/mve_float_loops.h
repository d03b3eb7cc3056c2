// The inner loops of float32 layers with MVE: products and sums are fused, so that they are rounded
// once, and four filters or channels are a vector.
#pragma once

#include <arm_mve.h>

#include "kernels/common/float_products.h"

namespace neurio {

struct MveFloatLoops {
    template <int kFilters, int kPixels>
    static void add_products(const float* const (&pixels)[kPixels], const float* weights,
                             int32_t count, float (&sums)[kPixels][kFilters]) {
        if constexpr (kFilters == 4) {
            float32x4_t totals[kPixels];
            unrolled<kPixels>([&](int pixel) { totals[pixel] = vldrwq_f32(sums[pixel]); });
            for (int32_t i = 0; i < count; ++i) {
                const float32x4_t filters = vldrwq_f32(weights);
                unrolled<kPixels>([&](int pixel) {
                    totals[pixel] = vfmaq_n_f32(totals[pixel], filters, pixels[pixel][i]);
                });
                weights += 4;
            }
            unrolled<kPixels>([&](int pixel) { vstrwq_f32(sums[pixel], totals[pixel]); });
        } else {
            PortableFloatLoops::add_products(pixels, weights, count, sums);
        }
    }

    template <int kChannels, int kStep>
    static void add_taps(const float* values, int32_t value_step, const float* weights,
                         int32_t weight_step, int32_t count, float (&sums)[kChannels]) {
        if constexpr (kChannels == 8) {
            float32x4_t low = vldrwq_f32(sums), high = vldrwq_f32(sums + 4);
            for (int32_t tap = 0; tap < count; ++tap) {
                if constexpr (kStep == 1) {
                    low = vfmaq_f32(low, vldrwq_f32(values), vldrwq_f32(weights));
                    high = vfmaq_f32(high, vldrwq_f32(values + 4), vldrwq_f32(weights + 4));
                } else {
                    low = vfmaq_n_f32(low, vldrwq_f32(weights), *values);
                    high = vfmaq_n_f32(high, vldrwq_f32(weights + 4), *values);
                }
                values += value_step;
                weights += weight_step;
            }
            vstrwq_f32(sums, low);
            vstrwq_f32(sums + 4, high);
        } else {
            PortableFloatLoops::add_taps<kChannels, kStep>(values, value_step, weights, weight_step,
                                                           count, sums);
        }
    }

    template <int kFilters>
    static void store(const float (&sums)[kFilters], const float* bias, float low, float high,
                      float* output) {
        if constexpr (kFilters % 4 == 0) {
            for (int i = 0; i < kFilters; i += 4) {
                float32x4_t value = vaddq_f32(vldrwq_f32(sums + i), vldrwq_f32(bias + i));
                value = vpselq_f32(vdupq_n_f32(low), value, vcmpltq_n_f32(value, low));
                value = vpselq_f32(vdupq_n_f32(high), value, vcmpgtq_n_f32(value, high));
                vstrwq_f32(output + i, value);
            }
        } else {
            PortableFloatLoops::store(sums, bias, low, high, output);
        }
    }
};

}  // namespace neurio
