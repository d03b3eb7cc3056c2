// What products of batches of matrices share, for all element types.
#pragma once

#include <stdint.h>

namespace neurio {

// Axes of batches, the outermost first. Unused ones are at the front with one element.
constexpr int kBatchAxes = 3;

// Calls multiply(left, right) with where the matrices of each batch begin.
template <typename Params, typename T, typename Multiply>
inline void for_each_batch(const Params& p, const T* left, const T* right, Multiply&& multiply) {
    for (int32_t i = 0; i < p.batches[0]; ++i) {
        for (int32_t j = 0; j < p.batches[1]; ++j) {
            for (int32_t k = 0; k < p.batches[2]; ++k) {
                const int32_t left_at = i * p.left_batch_strides[0] + j * p.left_batch_strides[1] +
                                        k * p.left_batch_strides[2];
                const int32_t right_at = i * p.right_batch_strides[0] +
                                         j * p.right_batch_strides[1] +
                                         k * p.right_batch_strides[2];
                multiply(left + left_at, right + right_at);
            }
        }
    }
}

}  // namespace neurio
