// A copy of an image with its padding, so that windows need not look for the image's edges.
#pragma once

#include <stdint.h>
#include <string.h>

namespace neurio {

struct PaddedImage {
    int32_t height;
    int32_t width;
    int32_t channels;
    int32_t pad_top;
    int32_t pad_left;
    int32_t padded_height;
    int32_t padded_width;
    int32_t zero_point;
    uint8_t flip;  // bits that change: 0x80 makes unsigned numbers of signed ones
};

inline void fill_padded_image(const PaddedImage& image, const int8_t* input, uint8_t* padded) {
    const int32_t row_bytes = image.padded_width * image.channels;
    const int32_t left = image.pad_left * image.channels;
    const int32_t inside = image.padded_width - image.pad_left;
    const int32_t bytes = (image.width < inside ? image.width : inside) * image.channels;
    const int32_t right = row_bytes - left - bytes;
    const uint8_t padding = static_cast<uint8_t>(image.zero_point) ^ image.flip;
    for (int32_t i = 0; i < image.padded_height; ++i, padded += row_bytes) {
        const int32_t y = i - image.pad_top;
        if (y < 0 || y >= image.height) {
            memset(padded, padding, static_cast<size_t>(row_bytes));
            continue;
        }
        const int8_t* const row = input + y * image.width * image.channels;
        memset(padded, padding, static_cast<size_t>(left));
        for (int32_t j = 0; j < bytes; ++j) {
            padded[left + j] = static_cast<uint8_t>(row[j]) ^ image.flip;
        }
        memset(padded + left + bytes, padding, static_cast<size_t>(right));
    }
}

}  // namespace neurio
