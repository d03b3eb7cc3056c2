// The CMSDK APB UART of the MPS2 and MPS3 FPGA images.
#pragma once

#include <stdint.h>

namespace neurio::uart {

void initialise();
uint8_t read();
void write(uint8_t byte);

// Waits until the last byte is on its way; the UART shows no more.
void flush();

}  // namespace neurio::uart
