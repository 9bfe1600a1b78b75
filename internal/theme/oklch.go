package theme

import (
	"fmt"
	"math"
	"strconv"
)

// oklch is a colour by lightness (0 to 1), chroma (from 0, grey) and hue (in radians).
// Equal steps of lightness look equal for all hues, so that a derived colour keeps its
// hue. The matrices are those of the OKLab colour space (CSS Color 4, section 10).
type oklch struct{ l, c, h float64 }

// toOKLCH converts a valid #rgb or #rrggbb.
func toOKLCH(hex string) oklch {
	r, g, b := linear(hex)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	d := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return oklch{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, math.Hypot(a, d), math.Atan2(d, a)}
}

// hex returns the colour as #rrggbb. A chroma that no screen shows at this lightness is
// reduced; hue and lightness stay.
func (o oklch) hex() string {
	low, high := 0.0, o.c
	if rgb, inside := o.rgb(); inside {
		return toHex(rgb)
	}
	for range 20 {
		middle := (low + high) / 2
		if _, inside := (oklch{o.l, middle, o.h}).rgb(); inside {
			low = middle
		} else {
			high = middle
		}
	}
	rgb, _ := oklch{o.l, low, o.h}.rgb()
	return toHex(rgb)
}

// rgb returns linear red, green and blue, and whether sRGB contains the colour.
func (o oklch) rgb() (rgb [3]float64, inside bool) {
	a, b := o.c*math.Cos(o.h), o.c*math.Sin(o.h)
	l := cube(o.l + 0.3963377774*a + 0.2158037573*b)
	m := cube(o.l - 0.1055613458*a - 0.0638541728*b)
	s := cube(o.l - 0.0894841775*a - 1.2914855480*b)
	rgb = [3]float64{
		4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s,
	}
	inside = true
	for _, v := range rgb {
		inside = inside && v >= -0.0001 && v <= 1.0001
	}
	return rgb, inside
}

func cube(x float64) float64 { return x * x * x }

// linear returns red, green and blue of a valid #rgb or #rrggbb, each from 0 to 1, in
// proportion to the light.
func linear(hex string) (r, g, b float64) {
	if len(hex) == 4 {
		hex = string([]byte{'#', hex[1], hex[1], hex[2], hex[2], hex[3], hex[3]})
	}
	var rgb [3]float64
	for i := range rgb {
		v, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8) // the syntax was checked before
		rgb[i] = float64(v) / 255
		if rgb[i] <= 0.04045 {
			rgb[i] /= 12.92
		} else {
			rgb[i] = math.Pow((rgb[i]+0.055)/1.055, 2.4)
		}
	}
	return rgb[0], rgb[1], rgb[2]
}

// toHex converts linear red, green and blue to #rrggbb.
func toHex(rgb [3]float64) string {
	var bytes [3]int
	for i, v := range rgb {
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		bytes[i] = int(math.Round(255 * min(1, max(0, v))))
	}
	return fmt.Sprintf("#%02x%02x%02x", bytes[0], bytes[1], bytes[2])
}
