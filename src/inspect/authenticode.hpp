// Who signed a program, and with which digest. Whether the signature holds is not checked: that needs the whole file
// and today's roots, and old programs are judged by what a target would see in them.
//
// Source: "Windows Authenticode Portable Executable Signature Format" (2008), and "PE Format", section "The Attribute
// Certificate Table".
#pragma once

#include "inspect/pe_image.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds the `signature` facts of the first signature of the file, and of those that its signer nested in it, which is
/// how a file bears both SHA-1 and SHA-256; nothing where it has none. What cannot be read is `unread signature`, as is
/// one of more than `signature_bytes_max`.
void read_authenticode(const PeImage& image, Work& work, readiness::FactSheet& sheet);

/// Starts OpenSSL without its configuration, which it would otherwise look for in a file when it reads the first
/// signature: nothing of it matters here, and a process that is shut in may open no file.
void prepare_signatures();

/// Larger than any that a signing tool writes for one program.
inline constexpr std::uint64_t signature_bytes_max = std::uint64_t{256} << 10U;
inline constexpr int nested_signatures_max = 4;

}  // namespace shoal::inspect
