// The UART that the debug probe's virtual COM port is connected to. Each family implements it.
#pragma once

#include <stdint.h>

namespace neurio::uart {

void initialise();
bool has_byte();
uint8_t read();
void write(uint8_t byte);

// Waits until the last bit has left, as far as the UART shows that.
void flush();

// Rates, as harness/platform.h has them.
bool has_baud(uint32_t baud);
void set_baud(uint32_t baud);

}  // namespace neurio::uart
