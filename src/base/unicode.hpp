// Code points as UTF-8, and texts of Windows' own files as UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shoal {

enum class ByteOrder { little, big };

/// Appends a code point, which is no surrogate and at most 0x10FFFF, as UTF-8.
void append_utf8(std::string& text, std::uint32_t point);

/// Appends UTF-16 with all its NULs as UTF-8. Half a unit at the end is left off, an unpaired surrogate becomes U+FFFD.
void append_utf16(std::string& text, std::string_view bytes, ByteOrder order);

/// The same as a text of its own.
std::string utf8_of_utf16(std::string_view bytes, ByteOrder order = ByteOrder::little);

/// Latin-1 as UTF-8: what is meant by letters outside ASCII where nothing tells the code page.
std::string utf8_of_latin1(std::string_view bytes);

}  // namespace shoal
