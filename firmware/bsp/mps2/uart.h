// The CMSDK APB UART of the MPS2 and MPS3 FPGA images.
#pragma once

#include <stdint.h>

namespace neurio::uart {

void initialise();
bool has_byte();
uint8_t read();
void write(uint8_t byte);

// Waits until the last byte is on its way; the UART shows no more.
void flush();

// Rates, as harness/platform.h has them.
bool has_baud(uint32_t baud);
void set_baud(uint32_t baud);

}  // namespace neurio::uart
