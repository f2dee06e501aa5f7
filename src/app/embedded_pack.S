/* The default pack, as bytes of the binary. SHOAL_PACK_FILE is set by the build. */
    .section .rodata
    .balign 16
    .global shoal_embedded_pack_begin
    .global shoal_embedded_pack_end
shoal_embedded_pack_begin:
    .incbin SHOAL_PACK_FILE
shoal_embedded_pack_end:
    .section .note.GNU-stack,"",%progbits
