// Walks over several arrays at once, row by row, each with its own strides.
#pragma once

#include <stdint.h>

namespace neurio {

// Axes of a walk, the outermost first. Unused ones are at the front with one element.
constexpr int kWalkAxes = 5;

// Visits the rows (innermost axes) of `shape` in C order. `offset[i]` is where the row of operand
// i begins, in units of its strides.
template <int kOperands>
class RowWalk {
  public:
    RowWalk(const int32_t* shape, const int32_t* const (&strides)[kOperands]) : shape_(shape) {
        for (int i = 0; i < kOperands; ++i) strides_[i] = strides[i];
    }

    // Moves on to the next row; false behind the last.
    bool next() {
        for (int axis = kWalkAxes - 2; axis >= 0; --axis) {
            if (++index_[axis] < shape_[axis]) {
                for (int i = 0; i < kOperands; ++i) offset[i] += strides_[i][axis];
                return true;
            }
            index_[axis] = 0;
            for (int i = 0; i < kOperands; ++i) offset[i] -= strides_[i][axis] * (shape_[axis] - 1);
        }
        return false;
    }

    int32_t offset[kOperands] = {};

  private:
    const int32_t* shape_;
    const int32_t* strides_[kOperands];
    int32_t index_[kWalkAxes - 1] = {};
};

}  // namespace neurio
