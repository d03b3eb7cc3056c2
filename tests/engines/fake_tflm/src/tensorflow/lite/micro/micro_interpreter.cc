#include "tensorflow/lite/micro/micro_interpreter.h"

#include <string.h>

#include "tensorflow/lite/micro/debug_log.h"

namespace tflite {
namespace {

// Reading a FlatBuffer: fields by their numbers in the schema.

template <typename T>
T Read(const uint8_t* place) {
    T value;
    memcpy(&value, place, sizeof(T));
    return value;
}

const uint8_t* Follow(const uint8_t* place) { return place + Read<uint32_t>(place); }

// Where a table has a field, null where it has its default.
const uint8_t* Field(const uint8_t* table, int number) {
    const uint8_t* vtable = table - Read<int32_t>(table);
    const int at = 4 + 2 * number;
    const uint16_t offset = at < Read<uint16_t>(vtable) ? Read<uint16_t>(vtable + at) : 0;
    return offset == 0 ? nullptr : table + offset;
}

uint32_t Length(const uint8_t* vector) { return vector == nullptr ? 0 : Read<uint32_t>(vector); }

const uint8_t* Vector(const uint8_t* table, int number) {
    const uint8_t* field = Field(table, number);
    return field == nullptr ? nullptr : Follow(field);
}

const uint8_t* Table(const uint8_t* vector, uint32_t index) {
    return Follow(vector + 4 + 4 * index);
}

int32_t Number(const uint8_t* vector, uint32_t index) {
    return Read<int32_t>(vector + 4 + 4 * index);
}

size_t Bytes(const uint8_t* tensor) {
    const uint8_t* shape = Vector(tensor, 0);
    const uint8_t* type = Field(tensor, 1);
    constexpr uint8_t kInt8 = 9;
    size_t bytes = type != nullptr && *type == kInt8 ? 1 : 4;
    for (uint32_t i = 0; i < Length(shape); ++i) {
        bytes *= static_cast<size_t>(Number(shape, i));
    }
    return bytes;
}

int Builtin(const uint8_t* code) {
    const uint8_t* old = Field(code, 0);
    const uint8_t* now = Field(code, 3);
    const int32_t number = now == nullptr ? 0 : Read<int32_t>(now);
    return old != nullptr && static_cast<int8_t>(*old) > number ? *old : number;
}

TfLiteStatus Complain(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    DebugLog(format, arguments);
    DebugLog("\r\n", arguments);
    va_end(arguments);
    return kTfLiteError;
}

// A static object with a constructor, as a library may have it.
struct Greeting {
    Greeting() : word(strlen("copy")) {}
    volatile size_t word;
};
Greeting greeting;

}  // namespace

MicroInterpreter::MicroInterpreter(const Model* model, const MicroOpResolver& op_resolver,
                                   uint8_t* tensor_arena, size_t tensor_arena_size,
                                   MicroResourceVariables*, MicroProfilerInterface* profiler, bool)
    : resolver_(op_resolver), arena_(tensor_arena), size_(tensor_arena_size), profiler_(profiler) {
    const uint8_t* root = Follow(reinterpret_cast<const uint8_t*>(model));
    codes_ = Vector(root, 1);
    subgraph_ = Table(Vector(root, 2), 0);
}

void* MicroInterpreter::Allocate(size_t bytes) {
    void* place = arena_ + used_;
    const size_t next = used_ + ((bytes + 15) & ~size_t{15});
    if (next > size_) {
        return nullptr;
    }
    used_ = next;
    return place;
}

TfLiteStatus MicroInterpreter::AllocateTensors() {
    if (greeting.word != 4) {
        return Complain("constructors of static objects were not called");
    }
    const uint8_t* tensors = Vector(subgraph_, 0);
    const uint32_t count = Length(tensors);
    tensors_ = static_cast<TfLiteTensor*>(Allocate(count * sizeof(TfLiteTensor)));
    for (uint32_t i = 0; i < count; ++i) {
        const size_t bytes = Bytes(Table(tensors, i));
        void* place = tensors_ == nullptr ? nullptr : Allocate(bytes);
        if (place == nullptr) {
            return Complain("Failed to allocate tensor %d of %d bytes", static_cast<int>(i),
                            static_cast<int>(bytes));
        }
        tensors_[i].data.data = place;
        tensors_[i].bytes = bytes;
    }
    const uint8_t* operators = Vector(subgraph_, 3);
    for (uint32_t i = 0; i < Length(operators); ++i) {
        const uint8_t* index = Field(Table(operators, i), 0);
        const int builtin = Builtin(Table(codes_, index == nullptr ? 0 : Read<uint32_t>(index)));
        if (!resolver_.Has(builtin)) {
            return Complain("Didn't find op for builtin opcode %d", builtin);
        }
    }
    return kTfLiteOk;
}

TfLiteStatus MicroInterpreter::Invoke() {
    const uint8_t* operators = Vector(subgraph_, 3);
    for (uint32_t i = 0; i < Length(operators); ++i) {
        const uint8_t* code = Table(operators, i);
        const TfLiteTensor& from = tensors_[Number(Vector(code, 1), 0)];
        TfLiteTensor& to = tensors_[Number(Vector(code, 2), 0)];
        const uint32_t event = profiler_ == nullptr ? 0 : profiler_->BeginEvent("copy");
        memcpy(to.data.data, from.data.data, to.bytes);
        // as real interpreters do, which take inputs for memory that is free once it was read
        memset(from.data.data, 0, from.bytes);
        if (profiler_ != nullptr) {
            profiler_->EndEvent(event);
        }
    }
    return kTfLiteOk;
}

TfLiteTensor* MicroInterpreter::input(size_t index) {
    return &tensors_[Number(Vector(subgraph_, 1), static_cast<uint32_t>(index))];
}

TfLiteTensor* MicroInterpreter::output(size_t index) {
    return &tensors_[Number(Vector(subgraph_, 2), static_cast<uint32_t>(index))];
}

}  // namespace tflite
