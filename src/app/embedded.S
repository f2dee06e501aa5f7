/* What ships inside the binary. SHOAL_PACK_FILE, SHOAL_PRIORS_FILE and SHOAL_WEIGHTS_FILE are set by the build. */
    .section .rodata
    .balign 16
    .global shoal_embedded_pack_begin
    .global shoal_embedded_pack_end
shoal_embedded_pack_begin:
    .incbin SHOAL_PACK_FILE
shoal_embedded_pack_end:
    .global shoal_embedded_priors_begin
    .global shoal_embedded_priors_end
shoal_embedded_priors_begin:
    .incbin SHOAL_PRIORS_FILE
shoal_embedded_priors_end:
    .global shoal_embedded_weights_begin
    .global shoal_embedded_weights_end
shoal_embedded_weights_begin:
    .incbin SHOAL_WEIGHTS_FILE
shoal_embedded_weights_end:
    .section .note.GNU-stack,"",%progbits
