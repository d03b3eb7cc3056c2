#include "kernels/x86/x86_depthwise_conv_2d_s8.h"

#include "kernels/x86/levels.h"
#include "kernels/x86/padded_image.h"

namespace neurio {

void x86_depthwise_conv_2d_s8(const X86DepthwiseConv2dParams& params, const int8_t* input,
                              int8_t* output, int8_t* scratch) {
    const X86DepthwiseConv2dParams& p = params;
    const PaddedImage image = {p.input_height, p.input_width,      p.channels,
                               p.pad_top,      p.pad_left,         p.padded_height,
                               p.padded_width, p.input_zero_point, 0};
    fill_padded_image(image, input, reinterpret_cast<uint8_t*>(scratch));
    switch (x86_level()) {
        case X86Level::kAvx512:
            return avx512::convolve_depthwise(p, scratch, output);
        case X86Level::kAvx2:
            return avx2::convolve_depthwise(p, scratch, output);
        case X86Level::kBaseline:
            return baseline::convolve_depthwise(p, scratch, output);
    }
}

}  // namespace neurio
