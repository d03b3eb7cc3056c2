// The part of an image under a window, as a column of bytes.
#pragma once

#include <stdint.h>

namespace neurio {

struct Patches {
    int32_t height;  // of the image
    int32_t width;
    int32_t channels;
    int32_t window_height;
    int32_t window_width;
    int32_t stride_height;
    int32_t stride_width;
    int32_t dilation_height;
    int32_t dilation_width;
    int32_t pad_top;
    int32_t pad_left;
    int32_t zero_point;  // the code that stands for what lies outside of the image
};

// Whether the windows that begin at `left` and `last_left` in row `top`, and all between them, lie
// inside the image.
bool windows_inside(const Patches& patches, int32_t top, int32_t left, int32_t last_left);

// Copies the patch of the window at (top, left), in the order [y][x][channel], to `column`:
// window_height * window_width * channels bytes.
void gather_patch(const Patches& patches, const int8_t* image, int32_t top, int32_t left,
                  int8_t* column);

}  // namespace neurio
