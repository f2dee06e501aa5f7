/* What ships inside the binary. The names that end in _FILE are set by the build. */
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
    .global shoal_embedded_worms_begin
    .global shoal_embedded_worms_end
shoal_embedded_worms_begin:
    .incbin SHOAL_WORMS_FILE
shoal_embedded_worms_end:
    .global shoal_embedded_exploits_begin
    .global shoal_embedded_exploits_end
shoal_embedded_exploits_begin:
    .incbin SHOAL_EXPLOITS_FILE
shoal_embedded_exploits_end:
    .global shoal_embedded_susceptibility_begin
    .global shoal_embedded_susceptibility_end
shoal_embedded_susceptibility_begin:
    .incbin SHOAL_SUSCEPTIBILITY_FILE
shoal_embedded_susceptibility_end:
    .global shoal_embedded_efforts_begin
    .global shoal_embedded_efforts_end
shoal_embedded_efforts_begin:
    .incbin SHOAL_EFFORTS_FILE
shoal_embedded_efforts_end:
    .global shoal_embedded_weights_begin
    .global shoal_embedded_weights_end
shoal_embedded_weights_begin:
    .incbin SHOAL_WEIGHTS_FILE
shoal_embedded_weights_end:
    .section .note.GNU-stack,"",%progbits
