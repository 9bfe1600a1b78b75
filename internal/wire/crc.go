package wire

// A CRC-32 is a polynomial over GF(2), modulo the one below. Appending n bytes to a
// text multiplies its CRC by x^8n, so the CRC of two joined texts is that of the
// first times x^8n, plus that of the second. Bits are reflected, as in hash/crc32:
// the highest bit is x^0.
const (
	polynomial = 0xedb88320
	one        = 1 << 31 // x^0
	byteLong   = 1 << 23 // x^8
)

// shift returns x^8n, the factor by which n appended bytes multiply a CRC.
func shift(n int) uint32 {
	result, square := uint32(one), uint32(byteLong)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result = multiply(result, square)
		}
		square = multiply(square, square)
	}
	return result
}

// combine returns the CRC of two joined texts; after is shift of the second's length.
func combine(first, second, after uint32) uint32 { return multiply(after, first) ^ second }

func multiply(a, b uint32) uint32 {
	var product uint32
	for ; a != 0; a <<= 1 {
		if a&one != 0 {
			product ^= b
		}
		b = b>>1 ^ polynomial*(b&1) // times x
	}
	return product
}
