package dev.coracle.vm.qemu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A guest of one sector, booted by the BIOS from the node image. It counts its boots in the first
 * sector of the second disk, prints the count on the serial port and powers off at the power
 * button.
 */
final class TinyGuest {
  private static final int IMAGE_SIZE = 1 << 20;
  private static final int PACKET = 0x7a;
  private static final int BOOTS = 0x8a;
  private static final int POWEROFF = 0x91;
  private static final int DISK_ERROR = 0x9b;
  private static final int SIGNATURE = 510;

  /** Loaded at 0000:7C00. */
  private static final byte[] CODE =
      HexFormat.of()
          .parseHex(
              "31c0" // xor ax,ax
                  + "8ed8" // mov ds,ax
                  + "8ec0" // mov es,ax
                  + "8ed0" // mov ss,ax
                  + "bc007c" // mov sp,0x7c00
                  + "ea107c0000" // jmp main
                  + "b442" // main: mov ah,0x42 ; read the counter
                  + "e84400" // call disk
                  + "ff060080" // inc WORD PTR ds:0x8000 ; count
                  + "b443" // mov ah,0x43 ; write it
                  + "e83b00" // call disk
                  + "be8a7c" // mov si,"boots "
                  + "e84700" // call print
                  + "a10080" // mov ax,ds:0x8000
                  + "0430" // add al,0x30
                  + "e84900" // call putc
                  + "b00a" // mov al,0xa
                  + "e84400" // call putc
                  + "ba0206" // mov dx,0x602 ; PM1 enable, where SeaBIOS puts it
                  + "b80001" // mov ax,0x100 ; power button
                  + "ef" // out dx,ax
                  + "ba0006" // wait: mov dx,0x600 ; PM1 status
                  + "ed" // in ax,dx
                  + "f6c401" // test ah,0x1 ; power button?
                  + "740d" // je pause
                  + "be917c" // mov si,"poweroff"
                  + "e82400" // call print
                  + "ba0406" // mov dx,0x604 ; PM1 control
                  + "b80020" // mov ax,0x2000 ; sleep type 5, sleep enable
                  + "ef" // out dx,ax
                  + "b486" // pause: mov ah,0x86 ; wait 50 ms
                  + "31c9" // xor cx,cx
                  + "ba50c3" // mov dx,0xc350
                  + "cd15" // int 0x15
                  + "ebdf" // jmp wait
                  + "b000" // disk: mov al,0x0
                  + "b281" // mov dl,0x81 ; the second disk
                  + "be7a7c" // mov si,packet
                  + "cd13" // int 0x13
                  + "7306" // jae done
                  + "be9b7c" // mov si,"disk error"
                  + "e80100" // call print
                  + "c3" // done: ret
                  + "ac" // print: lods al,BYTE PTR ds:[si]
                  + "84c0" // test al,al
                  + "74fa" // je done
                  + "e80200" // call putc
                  + "ebf6" // jmp print
                  + "baf803" // putc: mov dx,0x3f8
                  + "ee" // out dx,al
                  + "c3"); // ret

  private TinyGuest() {}

  static byte[] image() {
    ByteBuffer image = ByteBuffer.allocate(IMAGE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0, CODE);
    // What the BIOS is to transfer: one sector, at 0000:8000, from sector 0
    image
        .put(PACKET, (byte) 16)
        .putShort(PACKET + 2, (short) 1)
        .putShort(PACKET + 4, (short) 0x8000);
    image.put(BOOTS, text("boots "));
    image.put(POWEROFF, text("poweroff\n"));
    image.put(DISK_ERROR, text("disk error\n"));
    image.putShort(SIGNATURE, (short) 0xaa55);
    return image.array();
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.US_ASCII);
  }
}
