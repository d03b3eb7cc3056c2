// What the harness needs of a board. Each folder under firmware/bsp implements it.
#pragma once

#include <stdint.h>

namespace neurio::platform {

// The board's id, the name of its manifest.
extern const char* const kBoardId;

// Clocks, link, time base and sync pin. Called once, before anything else here.
void initialise();

// The next byte from the host. Waits for it; negative once the link has ended, which only a
// process can see. A break is a 0.
int read_byte();

// Whether `read_byte` would return at once.
bool has_byte();

// The rate of the link after `initialise`, bits a second. Links without a rate have 0 and no other.
extern const uint32_t kBootBaud;

// Whether the link can run at a rate: the divider's is within 2 % of it, and the core has the time
// to take every byte.
bool has_baud(uint32_t baud);

// Goes on at another rate that it has. `flush` was called.
void set_baud(uint32_t baud);

// Sends one byte, waiting while the link is busy.
void write_byte(uint8_t byte);

// Waits until all bytes have left the board; a reset or an idle clock may follow.
void flush();

// Microseconds since `initialise`. Never wraps.
uint64_t microseconds();

// A finer clock for profiles by layer, from any zero: its ticks, which never wrap, and their rate.
extern const uint32_t kTicksASecond;
uint64_t ticks();

// A falling edge on the sync pin, low for at least 1 us, then high again, as it is at rest.
void pulse_sync_pin();

}  // namespace neurio::platform
