<?php
// php-jwt's token.
require getcwd() . '/vendor/autoload.php';

use Firebase\JWT\JWT;

$given = json_decode(file_get_contents(__DIR__ . '/claims.json'), true);
$token = JWT::encode($given['claims'], $given['secret'], 'HS256', $given['kid'], ['typ' => 'xaalis-pay+jwt']);
$version = class_exists('Composer\InstalledVersions') ? Composer\InstalledVersions::getPrettyVersion('firebase/php-jwt') : getenv('PHP_JWT');
echo json_encode(['library' => 'php-jwt ' . $version, 'token' => $token], JSON_UNESCAPED_SLASHES), "\n";
