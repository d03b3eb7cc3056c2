#include "kernels/x86/x86_conv_2d_s8.h"

#include "kernels/x86/levels.h"
#include "kernels/x86/padded_image.h"

namespace neurio {

void x86_conv_2d_s8(const X86Conv2dParams& params, const int8_t* input, int8_t* output,
                    int8_t* scratch) {
    const X86Conv2dParams& p = params;
    const PaddedImage image = {p.input_height, p.input_width,      p.input_channels,
                               p.pad_top,      p.pad_left,         p.padded_height,
                               p.padded_width, p.input_zero_point, 0x80};
    uint8_t* const padded = reinterpret_cast<uint8_t*>(scratch);
    fill_padded_image(image, input, padded);
    switch (x86_level()) {
        case X86Level::kAvx512:
            return avx512::convolve(p, padded, output);
        case X86Level::kAvx2:
            return avx2::convolve(p, padded, output);
        case X86Level::kBaseline:
            return baseline::convolve(p, padded, output);
    }
}

}  // namespace neurio
