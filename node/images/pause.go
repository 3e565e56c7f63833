package main

import (
	"bytes"
	"encoding/binary"
)

// pauseCode is the whole program of the pause container: it sleeps until SIGTERM or SIGINT and, where containers share its
// PID namespace, reaps the orphans. It blocks all signals and takes them one by one, as the first process of a namespace
// gets no signal that it neither handles nor blocks. Machine code, because a Go program of its own would take 1.5 MB on
// disk and 1 MB of memory in each pod.
var pauseCode = []byte{
	0x6a, 0xff, //                   push  -1                  every signal
	0xb8, 0x0e, 0x00, 0x00, 0x00, // mov   eax, 14             rt_sigprocmask
	0x31, 0xff, //                   xor   edi, edi            SIG_BLOCK
	0x48, 0x89, 0xe6, //             mov   rsi, rsp
	0x31, 0xd2, //                   xor   edx, edx
	0x6a, 0x08, //                   push  8
	0x41, 0x5a, //                   pop   r10
	0x0f, 0x05, //                   syscall
	// wait:
	0xb8, 0x80, 0x00, 0x00, 0x00, // mov   eax, 128            rt_sigtimedwait, without a time
	0x48, 0x89, 0xe7, //             mov   rdi, rsp
	0x31, 0xf6, //                   xor   esi, esi
	0x31, 0xd2, //                   xor   edx, edx
	0x6a, 0x08, //                   push  8
	0x41, 0x5a, //                   pop   r10
	0x0f, 0x05, //                   syscall
	0x83, 0xf8, 0x0f, //             cmp   eax, 15             SIGTERM
	0x74, 0x22, //                   je    done
	0x83, 0xf8, 0x02, //             cmp   eax, 2              SIGINT
	0x74, 0x1d, //                   je    done
	0x83, 0xf8, 0x11, //             cmp   eax, 17             SIGCHLD
	0x75, 0xdf, //                   jne   wait
	// reap:
	0xb8, 0x3d, 0x00, 0x00, 0x00, // mov   eax, 61             wait4
	0x6a, 0xff, //                   push  -1
	0x5f,       //                   pop   rdi
	0x31, 0xf6, //                   xor   esi, esi
	0x6a, 0x01, //                   push  1                   WNOHANG
	0x5a,             //             pop   rdx
	0x45, 0x31, 0xd2, //             xor   r10d, r10d
	0x0f, 0x05, //                   syscall
	0x85, 0xc0, //                   test  eax, eax
	0x7f, 0xea, //                   jg    reap
	0xeb, 0xc7, //                   jmp   wait
	// done:
	0xb8, 0x3c, 0x00, 0x00, 0x00, // mov   eax, 60             exit
	0x31, 0xff, //                   xor   edi, edi
	0x0f, 0x05, //                   syscall
}

// pauseProgram is pauseCode as an x86-64 ELF executable of one segment.
func pauseProgram() []byte {
	const base, header = 0x400000, 64 + 56
	size := uint64(header + len(pauseCode))
	var b bytes.Buffer
	b.WriteString("\x7fELF\x02\x01\x01") // 64 bit, little endian
	b.Write(make([]byte, 9))
	for _, field := range []any{
		uint16(2), uint16(62), uint32(1), // executable, x86-64
		uint64(base + header), uint64(64), uint64(0), // entry, program header, no sections
		uint32(0), uint16(64), uint16(56), uint16(1), uint16(0), uint16(0), uint16(0),
		uint32(1), uint32(5), // loaded, readable and executable
		uint64(0), uint64(base), uint64(base), size, size, uint64(0x1000),
	} {
		if err := binary.Write(&b, binary.LittleEndian, field); err != nil {
			panic(err) // a buffer takes everything
		}
	}
	b.Write(pauseCode)
	return b.Bytes()
}
