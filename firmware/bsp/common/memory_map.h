// Addresses that the linker script defines; only their addresses mean anything.
#pragma once

#include <stdint.h>

extern "C" {
extern uint32_t stack_top[];
extern uint32_t code_begin[];
extern uint32_t code_end[];
extern const uint32_t code_load[];
extern uint32_t kernels_begin[];
extern uint32_t kernels_end[];
extern const uint32_t kernels_load[];
extern uint32_t data_begin[];
extern uint32_t data_end[];
extern const uint32_t data_load[];
extern uint32_t bss_begin[];
extern uint32_t bss_end[];
// Constructors of static objects, where a library has any.
extern void (*const constructors_begin[])();
extern void (*const constructors_end[])();
}
