#include "kernels/generic/cast.h"

namespace neurio {
namespace {

template <typename To, typename From>
To converted(From value) {
    return static_cast<To>(value);
}

template <typename To>
To converted(float value) {
    constexpr float kLimit = 2147483648.0F;
    const bool inside = value >= -kLimit && value < kLimit;
    return static_cast<To>(inside ? static_cast<int32_t>(value) : INT32_MIN);
}

template <>
float converted<float>(float value) {
    return value;
}

template <typename From, typename To>
void convert(int32_t elements, const From* input, To* output) {
    for (int32_t i = 0; i < elements; ++i) output[i] = converted<To>(input[i]);
}

template <typename From>
void convert_from(const CastParams& p, const From* input, void* output) {
    switch (p.to) {
        case CastType::kInt8:
            return convert(p.elements, input, static_cast<int8_t*>(output));
        case CastType::kInt16:
            return convert(p.elements, input, static_cast<int16_t*>(output));
        case CastType::kInt32:
            return convert(p.elements, input, static_cast<int32_t*>(output));
        default:
            return convert(p.elements, input, static_cast<float*>(output));
    }
}

}  // namespace

void cast(const CastParams& params, const void* input, void* output) {
    switch (params.from) {
        case CastType::kBool:
            return convert_from(params, static_cast<const bool*>(input), output);
        case CastType::kInt8:
            return convert_from(params, static_cast<const int8_t*>(input), output);
        case CastType::kInt16:
            return convert_from(params, static_cast<const int16_t*>(input), output);
        case CastType::kInt32:
            return convert_from(params, static_cast<const int32_t*>(input), output);
        default:
            return convert_from(params, static_cast<const float*>(input), output);
    }
}

}  // namespace neurio
