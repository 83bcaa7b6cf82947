#version 330
// PATTERN is defined by the caller, one program a pattern: llvmpipe runs both sides of an if.
uniform sampler3D noise_tile;
uniform sampler2DShadow lamp_depth;
uniform mat4 lamp_projection;
uniform vec3 eye;
uniform vec3 lamp, lamp_colour;      // ceiling lamp, with shadows
uniform vec3 window, window_colour;  // soft light from one side
uniform vec3 sky_colour, floor_colour;
uniform float exposure;
uniform float mottle, repeats_per_m, gloss, sharpness, wrap, bump;
in vec3 world;
in vec3 facing;
in vec3 base;
in vec3 where;
out vec4 seen;

const float SHADOW_SPREAD = 1.6 / SHADOW_TEXELS;

float edge(float cells, float width) {
    float inside = fract(cells);
    return smoothstep(0.0, width, min(inside, 1.0 - inside));
}

float lit(vec3 normal) {
    vec4 clip = lamp_projection * vec4(world + normal * 0.015, 1.0);
    vec3 spot = clip.xyz / clip.w * 0.5 + 0.5;
    spot.z -= 0.0008;
    float sum = texture(lamp_depth, spot + vec3(-1.0, -0.4, 0.0) * SHADOW_SPREAD)
        + texture(lamp_depth, spot + vec3(0.4, -1.0, 0.0) * SHADOW_SPREAD)
        + texture(lamp_depth, spot + vec3(1.0, 0.4, 0.0) * SHADOW_SPREAD)
        + texture(lamp_depth, spot + vec3(-0.4, 1.0, 0.0) * SHADOW_SPREAD);
    vec2 border = smoothstep(0.44, 0.5, abs(spot.xy - 0.5));
    return mix(sum * 0.25, 1.0, max(border.x, border.y));
}

void main() {
    vec3 normal = normalize(facing);
    vec3 away = normalize(eye - world);
    vec3 paint = base;
#if PATTERN == MOTTLED || PATTERN == CLOTH
    vec4 noise = texture(noise_tile, where * repeats_per_m);
    paint *= 1.0 + mottle * (noise.w - 0.5) * 2.0;
#endif
#if PATTERN == CLOTH
    vec3 slope = noise.xyz * 2.0 - 1.0;
    normal = normalize(normal - bump * (slope - normal * dot(slope, normal)));
#endif
#if PATTERN == WOOD
    paint *= 1.0 + mottle * (texture(noise_tile, where * vec3(0.5, 6.0, 6.0) * repeats_per_m).w - 0.5);
#endif
#if PATTERN == PLANKS
    float row = floor(where.y / 0.14);
    float along = (where.x + row * 0.47) / 1.2;
    float board = fract(sin(floor(along) * 12.9 + row * 78.2) * 437.5);
    float line = texture(noise_tile, vec3(where.x * 0.5, where.y * 6.0, board)).w - 0.5;
    paint *= (0.8 + 0.4 * board) * (1.0 + mottle * line);
    paint *= 0.45 + 0.55 * edge(where.y / 0.14, 0.05) * edge(along, 0.006);
#endif
#if PATTERN == TILES
    vec2 cell = where.xy / 0.3;
    vec2 tile = floor(cell);
    float shade = fract(sin(tile.x * 12.9 + tile.y * 78.2) * 437.5);
    paint *= (0.92 + 0.16 * shade) * (1.0 + mottle * (texture(noise_tile, where * repeats_per_m).w - 0.5));
    paint *= 0.6 + 0.4 * edge(cell.x, 0.03) * edge(cell.y, 0.03);
#endif
#if PATTERN == PICTURE
    vec3 field = texture(noise_tile, where * repeats_per_m).xyw;
    paint = mix(paint, vec3(0.75, 0.7, 0.6), smoothstep(0.45, 0.55, field.z) * mottle);
    paint = mix(paint, vec3(0.05, 0.07, 0.09), smoothstep(0.52, 0.6, field.x) * mottle);
#endif
#if PATTERN == GLOW
    seen = vec4(pow(min(paint * window_colour * exposure * 4.0, 1.0), vec3(1.0 / 2.2)), 1.0);
    return;
#else
    vec3 to_lamp = lamp - world;
    float fall = 1.0 / (1.0 + dot(to_lamp, to_lamp));
    to_lamp = normalize(to_lamp);
    float shadow = lit(normal) * fall;
    float straight = max(dot(normal, to_lamp) * (1.0 - wrap) + wrap, 0.0);
    float shine = pow(max(dot(normal, normalize(to_lamp + away)), 0.0), sharpness) * gloss;
    float side = max(dot(normal, normalize(window - world)) * 0.75 + 0.25, 0.0);
    // Corners near the floor get less of the room's own light.
    float open = (0.62 + 0.38 * smoothstep(0.0, 0.9, world.z)) * (0.86 + 0.14 * normal.z);
    vec3 room = mix(floor_colour, sky_colour, normal.z * 0.5 + 0.5) * open;
    vec3 light = paint * (room + window_colour * side + lamp_colour * straight * shadow)
        + lamp_colour * shine * shadow;
    light *= exposure;
    light = light / (1.0 + 0.18 * light * light);
    seen = vec4(pow(min(light, 1.0), vec3(1.0 / 2.2)), 1.0);
#endif
}
